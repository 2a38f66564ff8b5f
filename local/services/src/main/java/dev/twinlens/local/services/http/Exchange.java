package dev.twinlens.local.services.http;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A request with its response, as Jetty hands them to a handler. */
public record Exchange(Request request, Response response, Callback callback) {

  /** Sends the response and ends the exchange. */
  public void write(ServiceResponse content) {
    response.setStatus(content.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, content.contentType());
    response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
    content.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.body().length);
    response.write(/* last= */ true, ByteBuffer.wrap(content.body()), callback);
  }
}
