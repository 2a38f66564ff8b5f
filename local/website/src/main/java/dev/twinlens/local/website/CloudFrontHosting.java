package dev.twinlens.local.website;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A CloudFront distribution on this machine, without its caches: every request reads the origin, so
 * that a new object is seen at once.
 */
public final class CloudFrontHosting implements AutoCloseable {
  private final LocalWebServer server;

  private CloudFrontHosting(LocalWebServer server) {
    this.server = server;
  }

  /**
   * Serves.
   *
   * @param port on 127.0.0.1; 0 for any free one
   * @throws HostingException when the port is taken
   */
  public static CloudFrontHosting start(CloudFrontSpec spec, int port) {
    Handler distribution = new Distribution(spec);
    return new CloudFrontHosting(
        LocalWebServer.start(
            "cloudfront",
            spec.compress() ? LocalWebServer.compressing(distribution) : distribution,
            port));
  }

  /** Where the website is: {@code http://127.0.0.1:port}, without a trailing slash. */
  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Distribution extends Handler.Abstract {
    private final CloudFrontSpec spec;

    Distribution(CloudFrontSpec spec) {
      this.spec = spec;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      spec.responseHeaders().forEach(response.getHeaders()::put);
      if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
        LocalWebServer.answer(
            response,
            callback,
            403,
            "text/plain;charset=utf-8",
            "The distribution allows GET and HEAD only.\n");
        return true;
      }
      String key = LocalWebServer.path(request).substring(1);
      OriginAnswer answer = read(key.isEmpty() ? spec.defaultRootObject() : key);
      if (answer.object().isPresent()) {
        send(request, response, callback, 200, answer.object().get());
      } else {
        sendError(request, response, callback, answer.status());
      }
      return true;
    }

    private record OriginAnswer(int status, Optional<StoredObject> object) {}

    private OriginAnswer read(String key) {
      try {
        Optional<StoredObject> object = key.isEmpty() ? Optional.empty() : spec.origin().read(key);
        return new OriginAnswer(object.isPresent() ? 200 : 404, object);
      } catch (ObjectReader.AccessDeniedException denied) {
        return new OriginAnswer(403, Optional.empty());
      }
    }

    private void sendError(Request request, Response response, Callback callback, int status) {
      for (ErrorResponse error : spec.errorResponses()) {
        if (error.errorCode() == status) {
          Optional<StoredObject> page = read(error.responsePagePath().substring(1)).object();
          if (page.isPresent()) {
            send(request, response, callback, error.responseCode(), page.get());
            return;
          }
        }
      }
      LocalWebServer.answer(
          response,
          callback,
          status,
          "application/xml",
          status == 403
              ? "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
              : "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>");
    }

    private static void send(
        Request request, Response response, Callback callback, int status, StoredObject object) {
      response.getHeaders().put(HttpHeader.ETAG, object.etag());
      if (!object.cacheControl().isEmpty()) {
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, object.cacheControl());
      }
      if (status == 200 && isKnown(request, object.etag())) {
        response.setStatus(304);
        response.write(true, null, callback);
        return;
      }
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, object.contentType());
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, object.bytes().length);
      response.write(true, ByteBuffer.wrap(object.bytes()), callback);
    }

    /** Weak comparison, as If-None-Match asks for it (RFC 9110, 13.1.2). */
    private static boolean isKnown(Request request, String etag) {
      return request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH).stream()
          .flatMap(value -> Stream.of(value.split(",")))
          .map(String::strip)
          .anyMatch(known -> known.equals("*") || opaque(known).equals(opaque(etag)));
    }

    private static String opaque(String etag) {
      return etag.startsWith("W/") ? etag.substring(2) : etag;
    }
  }
}
