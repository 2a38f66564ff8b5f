package dev.twinlens.local.apigateway;

import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.lambda.InvocationRejectedException;
import dev.twinlens.local.lambda.InvocationResult;
import dev.twinlens.local.lambda.LambdaService;
import io.github.bucket4j.Bucket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request through the gateway: CORS, route, throttle, body, function, answer.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html">Amazon
 *     API Gateway quotas</a>
 */
final class GatewayHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);

  private static final Principal GATEWAY = new Principal.Service("apigateway.amazonaws.com");
  private static final int MAXIMUM_BODY_BYTES = 10 << 20;

  /** What is read of a refused body, so that the client comes to read the refusal. */
  private static final int DRAINED_BYTES = 64 << 20;

  /** A route with what the stage keeps for it. */
  private record Served(Route route, ResponseParameters responseParameters, Bucket bucket) {}

  private final HttpApiSpec spec;
  private final LambdaService lambda;
  private final AccessLog accessLog;
  private final Cors cors;
  private final List<Served> routes;

  GatewayHandler(HttpApiSpec spec, LambdaService lambda, AccessLog accessLog) {
    this.spec = spec;
    this.lambda = lambda;
    this.accessLog = accessLog;
    this.cors = new Cors(spec.cors());
    if (spec.routes().stream().map(RouteSpec::routeKey).distinct().count() < spec.routes().size()) {
      throw new IllegalArgumentException("Two routes of the API have the same key");
    }
    this.routes =
        spec.routes().stream()
            .map(Route::of)
            .sorted(Route.MOST_SPECIFIC_FIRST)
            .map(
                route ->
                    new Served(
                        route, new ResponseParameters(route.spec()), bucket(spec.throttling())))
            .toList();
  }

  private static Bucket bucket(Throttling throttling) {
    // Tokens are whole; a rate may not be.
    long perThousandSeconds = Math.max(1, Math.round(throttling.rateLimit() * 1000));
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(throttling.burstLimit())
                    .refillGreedy(perThousandSeconds, Duration.ofSeconds(1000)))
        .build();
  }

  /** A request under way, with what the access log will say of it. */
  private final class Exchange {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ReceivedRequest received;
    private final long startedNanos = System.nanoTime();
    private final Map<String, String> log = new HashMap<>();

    private Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.received = ReceivedRequest.of(request);
    }

    private void send(Answer answer) {
      cors.decorate(answer, received.origin());
      sendAsIs(answer);
    }

    private void sendAsIs(Answer answer) {
      response.setStatus(answer.status());
      answer
          .headers()
          .forEach(
              (name, values) -> values.forEach(value -> response.getHeaders().add(name, value)));
      response.getHeaders().put("apigw-requestid", received.requestId());
      boolean bodiless = answer.status() == 204 || answer.status() == 304;
      byte[] body = bodiless ? new byte[0] : answer.body();
      if (bodiless) {
        response.getHeaders().remove(HttpHeader.CONTENT_TYPE);
      }
      writeLog(answer.status(), body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
    }

    private void writeLog(int status, int length) {
      log.put("requestId", received.requestId());
      log.put("extendedRequestId", received.requestId());
      log.put("requestTime", HttpEvent.COMMON_LOG_TIME.format(received.time()));
      log.put("requestTimeEpoch", Long.toString(received.time().getEpochSecond()));
      log.put("identity.sourceIp", received.sourceIp());
      log.put("identity.userAgent", received.userAgent());
      log.put("httpMethod", received.method());
      log.put("path", received.rawPath());
      log.put("protocol", received.protocol());
      log.put("domainName", received.host());
      log.put("accountId", spec.accountId());
      log.put("apiId", spec.apiId());
      log.put("stage", "$default");
      log.put("status", Integer.toString(status));
      log.put("responseLength", Integer.toString(length));
      log.put("responseLatency", millisecondsSince(startedNanos));
      try {
        accessLog.write(log);
      } catch (UncheckedIOException e) {
        // The client gets its answer all the same.
        LOG.error("{}", e.getMessage(), e);
      }
    }

    private void integrationFailed(String message) {
      log.put("integrationErrorMessage", message);
      log.put("integration.error", message);
      log.put("error.message", message);
    }
  }

  private static String millisecondsSince(long nanos) {
    return Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    Exchange exchange = new Exchange(request, response, callback);
    ReceivedRequest received = exchange.received;
    if (cors.configured() && received.isPreflight()) {
      exchange.sendAsIs(cors.preflight(received.origin().orElse("")));
      return true;
    }
    try {
      route(exchange);
    } catch (IllegalArgumentException malformedEscape) {
      refuse(exchange, Answer.message(400, "Bad Request"));
    }
    return true;
  }

  private void route(Exchange exchange) throws IOException {
    ReceivedRequest received = exchange.received;
    for (Served served : routes) {
      Optional<Route.Match> match = served.route.match(received.method(), received.rawPath());
      if (match.isPresent()) {
        exchange.log.put("routeKey", served.route.spec().routeKey());
        serve(exchange, served, match.get());
        return;
      }
    }
    refuse(exchange, Answer.message(404, "Not Found"));
  }

  private void serve(Exchange exchange, Served served, Route.Match match) throws IOException {
    if (!served.bucket.tryConsume(1)) {
      refuse(exchange, Answer.message(429, "Too Many Requests"));
      return;
    }
    if (exchange.request.getLength() > MAXIMUM_BODY_BYTES) {
      refuse(exchange, tooLarge(served));
      return;
    }
    byte[] body = Content.Source.asInputStream(exchange.request).readNBytes(MAXIMUM_BODY_BYTES + 1);
    if (body.length > MAXIMUM_BODY_BYTES) {
      refuse(exchange, tooLarge(served));
      return;
    }
    byte[] event = HttpEvent.json(spec, exchange.received, match, body);
    long startedNanos = System.nanoTime();
    String sourceArn = served.route.sourceArn(spec, exchange.received.method());
    RouteSpec route = served.route.spec();
    var unused =
        lambda
            .invokeAs(GATEWAY, sourceArn, route.functionName(), event)
            .orTimeout(route.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .handle((result, failure) -> answer(exchange, served, result, failure))
            .whenComplete(
                (answer, failure) -> {
                  exchange.log.put("integrationLatency", millisecondsSince(startedNanos));
                  exchange.log.put("integration.latency", millisecondsSince(startedNanos));
                  if (failure == null) {
                    exchange.send(answer);
                  } else {
                    LOG.error("{}: cannot answer", route.routeKey(), failure);
                    exchange.send(Answer.message(500, "Internal Server Error"));
                  }
                });
  }

  private static Answer tooLarge(Served served) {
    String message = "Request Entity Too Large";
    Answer answer =
        served
            .responseParameters
            .linkTitle(413)
            .map(hint -> Answer.message(413, message, hint))
            .orElseGet(() -> Answer.message(413, message));
    served.responseParameters.apply(answer);
    return answer;
  }

  private static Answer answer(
      Exchange exchange, Served served, InvocationResult result, Throwable failure) {
    String routeKey = served.route.spec().routeKey();
    if (failure != null) {
      return failed(exchange, served, failure);
    }
    exchange.log.put("integrationStatus", "200");
    exchange.log.put("integration.integrationStatus", "200");
    if (result.functionError().isPresent()) {
      exchange.integrationFailed(
          "The Lambda function returned the following error: "
              + result.payloadText()
              + ". Check your Lambda function code and try again.");
      return Answer.message(500, "Internal Server Error");
    }
    try {
      Answer answer = FunctionAnswer.parse(result.payloadText());
      exchange.log.put("integration.status", Integer.toString(answer.status()));
      served.responseParameters.apply(answer);
      return answer;
    } catch (FunctionAnswer.MalformedException e) {
      LOG.warn("{}: {}", routeKey, e.getMessage());
      exchange.integrationFailed(
          "The response from the Lambda function doesn't match the format"
              + " that API Gateway expects: "
              + e.getMessage());
      return Answer.message(500, "Internal Server Error");
    }
  }

  private static Answer failed(Exchange exchange, Served served, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof TimeoutException) {
      exchange.integrationFailed("Integration timed out");
      return Answer.message(503, "Service Unavailable");
    }
    exchange.integrationFailed(String.valueOf(cause.getMessage()));
    if (cause instanceof InvocationRejectedException rejected
        && rejected.reason() == InvocationRejectedException.Reason.REQUEST_TOO_LARGE) {
      return tooLarge(served);
    }
    LOG.error("{}: {}", served.route.spec().routeKey(), cause.getMessage());
    return Answer.message(500, "Internal Server Error");
  }

  /** Answers a request whose body nobody wants. */
  private static void refuse(Exchange exchange, Answer answer) throws IOException {
    boolean clientWaits = exchange.received.headers().contains(HttpHeader.EXPECT);
    if (!clientWaits) {
      InputStream body = Content.Source.asInputStream(exchange.request);
      byte[] discarded = new byte[1 << 16];
      long read = 0;
      int count = 0;
      while (count >= 0 && read < DRAINED_BYTES) {
        count = body.read(discarded);
        read += count;
      }
    }
    exchange.send(answer);
  }
}
