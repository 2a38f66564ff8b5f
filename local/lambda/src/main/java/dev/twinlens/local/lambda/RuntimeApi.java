package dev.twinlens.local.lambda;

import dev.twinlens.local.support.DaemonThreads;
import dev.twinlens.local.support.LoopbackHosts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Lambda's runtime API, one server for all execution environments. Each gets its own address: host,
 * port and a secret path.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Using the Lambda
 *     runtime API</a>
 */
final class RuntimeApi implements AutoCloseable {
  private static final Pattern CALL =
      Pattern.compile(
          "/([0-9a-f-]+)/2018-06-01/runtime/(?:init/(error)|invocation/(next)"
              + "|invocation/([0-9a-f-]+)/(response|error))");

  /** The client repeats the cause of an error in a header of up to 1 MiB. */
  private static final int REQUEST_HEADER_BYTES = 2 << 20;

  /** Receives the calls of an environment's process. */
  interface ProcessListener {
    /** The process polls for an invocation; it has finished the previous one. */
    void next(Poll poll);

    void responded(String requestId, InvocationOutcome outcome);

    void initialisationFailed(byte[] error);
  }

  /** A waiting call for the next invocation. */
  static final class Poll {
    private final Response response;
    private final Callback callback;

    private Poll(Response response, Callback callback) {
      this.response = response;
      this.callback = callback;
    }

    void deliver(Invocation invocation, String functionArn, Instant deadline) {
      response.setStatus(HttpStatus.OK_200);
      String trace = invocation.requestId().replace("-", "");
      response
          .getHeaders()
          // The native client crashes on a response without a content type.
          .put(HttpHeader.CONTENT_TYPE, "application/json")
          .put("Lambda-Runtime-Aws-Request-Id", invocation.requestId())
          .put("Lambda-Runtime-Deadline-Ms", Long.toString(deadline.toEpochMilli()))
          .put("Lambda-Runtime-Invoked-Function-Arn", functionArn)
          .put(
              "Lambda-Runtime-Trace-Id",
              "Root=1-" + trace.substring(0, 8) + "-" + trace.substring(8) + ";Sampled=0");
      response.write(true, ByteBuffer.wrap(invocation.payload()), callback);
    }

    /** Ends the call of a process that has ended or ends. */
    void abandon() {
      response.setStatus(HttpStatus.GONE_410);
      callback.succeeded();
    }
  }

  private final Map<String, ProcessListener> listeners = new ConcurrentHashMap<>();
  private final Server server;
  private final ServerConnector connector;

  RuntimeApi() throws IOException {
    server = new Server(DaemonThreads.forRequests("lambda-runtime-api"));
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setRequestHeaderSize(REQUEST_HEADER_BYTES);
    configuration.setSendServerVersion(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    // An idle environment waits for its next invocation without a limit.
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    server.setHandler(new LoopbackHosts(new CallHandler()));
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException("Cannot serve the Lambda runtime API on 127.0.0.1", e);
    }
  }

  /** The value of {@code AWS_LAMBDA_RUNTIME_API} for the environment of this token. */
  String address(String token) {
    return "127.0.0.1:" + connector.getLocalPort() + "/" + token;
  }

  void register(String token, ProcessListener listener) {
    listeners.put(token, listener);
  }

  void unregister(String token) {
    listeners.remove(token);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The Lambda runtime API did not stop", e);
    }
  }

  private final class CallHandler extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      Matcher call = CALL.matcher(request.getHttpURI().getPath());
      ProcessListener listener = call.matches() ? listeners.get(call.group(1)) : null;
      if (listener == null) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        return true;
      }
      if (call.group(3) != null) {
        listener.next(new Poll(response, callback));
        return true;
      }
      byte[] body;
      try (InputStream content = Content.Source.asInputStream(request)) {
        body = content.readNBytes(InvocationOutcome.MAXIMUM_RESPONSE_BYTES + 1);
        content.transferTo(OutputStream.nullOutputStream());
      }
      int status = HttpStatus.ACCEPTED_202;
      if (call.group(2) != null) {
        listener.initialisationFailed(body);
      } else if (call.group(5).equals("error")) {
        listener.responded(call.group(4), InvocationOutcome.failed(body));
      } else if (body.length > InvocationOutcome.MAXIMUM_RESPONSE_BYTES) {
        listener.responded(call.group(4), InvocationOutcome.responseTooLarge());
        status = HttpStatus.PAYLOAD_TOO_LARGE_413;
      } else {
        listener.responded(call.group(4), InvocationOutcome.succeeded(body));
      }
      response.setStatus(status);
      callback.succeeded();
      return true;
    }
  }
}
