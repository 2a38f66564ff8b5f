package dev.twinlens.local.website;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A distribution's origin that is a private bucket: answers with its objects, read each time. */
final class BucketHandler extends Handler.Abstract {
  private final ObjectReader objects;
  private final String defaultRootObject;
  private final List<ErrorResponse> errorResponses;

  BucketHandler(
      ObjectReader objects, String defaultRootObject, List<ErrorResponse> errorResponses) {
    this.objects = objects;
    this.defaultRootObject = defaultRootObject;
    this.errorResponses = errorResponses;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String key = LocalWebServer.path(request).substring(1);
    OriginAnswer answer = read(key.isEmpty() ? defaultRootObject : key);
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
      Optional<StoredObject> object = key.isEmpty() ? Optional.empty() : objects.read(key);
      return new OriginAnswer(object.isPresent() ? 200 : 404, object);
    } catch (ObjectReader.AccessDeniedException denied) {
      return new OriginAnswer(403, Optional.empty());
    }
  }

  private void sendError(Request request, Response response, Callback callback, int status) {
    for (ErrorResponse error : errorResponses) {
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
