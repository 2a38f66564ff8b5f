package dev.twinlens.local.hosting;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** An origin that is a private bucket. It reads the object for each request. */
final class BucketHandler extends Handler.Abstract {
  private final ObjectReader objects;
  private final String defaultRootObject;

  BucketHandler(ObjectReader objects, String defaultRootObject) {
    this.objects = objects;
    this.defaultRootObject = defaultRootObject;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String key = LocalWebServer.path(request).substring(1);
    try {
      Optional<StoredObject> object = read(key.isEmpty() ? defaultRootObject : key);
      if (object.isPresent()) {
        send(request, response, callback, object.get());
      } else {
        sendError(
            response,
            callback,
            404,
            "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>");
      }
    } catch (ObjectReader.AccessDeniedException denied) {
      sendError(
          response,
          callback,
          403,
          "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
    }
    return true;
  }

  private Optional<StoredObject> read(String key) throws ObjectReader.AccessDeniedException {
    return key.isEmpty() ? Optional.empty() : objects.read(key);
  }

  private static void sendError(Response response, Callback callback, int status, String body) {
    LocalWebServer.respond(response, callback, status, "application/xml", body);
  }

  private static void send(
      Request request, Response response, Callback callback, StoredObject object) {
    response.getHeaders().put(HttpHeader.ETAG, object.etag());
    if (!object.cacheControl().isEmpty()) {
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, object.cacheControl());
    }
    if (isKnown(request, object.etag())) {
      response.setStatus(304);
      response.write(true, null, callback);
      return;
    }
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, object.contentType());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, object.bytes().length);
    response.write(true, ByteBuffer.wrap(object.bytes()), callback);
  }

  /** Weak comparison, as If-None-Match requires (RFC 9110, 13.1.2). */
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
