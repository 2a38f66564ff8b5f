package dev.twinlens.local.apigateway;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * What of a request events and the access log tell.
 *
 * @param requestId made up here
 * @param time when it came
 * @param host the Host header
 * @param rawPath as it came, still encoded
 * @param rawQuery without the question mark; empty without a query
 * @param protocol for example HTTP/1.1
 */
record ReceivedRequest(
    String requestId,
    Instant time,
    String host,
    int port,
    String method,
    String rawPath,
    String rawQuery,
    String protocol,
    String sourceIp,
    HttpFields headers) {

  static ReceivedRequest of(Request request) {
    String path = request.getHttpURI().getPath();
    String query = request.getHttpURI().getQuery();
    String host = request.getHeaders().get("host");
    return new ReceivedRequest(
        UUID.randomUUID().toString(),
        Instant.now(),
        host == null ? "" : host,
        Request.getLocalPort(request),
        request.getMethod(),
        path == null || !path.startsWith("/") ? "/" : path,
        query == null ? "" : query,
        request.getConnectionMetaData().getProtocol(),
        Request.getRemoteAddr(request),
        request.getHeaders().asImmutable());
  }

  String userAgent() {
    String agent = headers.get("user-agent");
    return agent == null ? "" : agent;
  }

  Optional<String> origin() {
    return Optional.ofNullable(headers.get("origin"));
  }

  boolean isPreflight() {
    return method.equals("OPTIONS")
        && origin().isPresent()
        && headers.contains("access-control-request-method");
  }
}
