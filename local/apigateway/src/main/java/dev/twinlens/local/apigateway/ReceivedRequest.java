package dev.twinlens.local.apigateway;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * A request with the gateway's additions to it.
 *
 * @param requestId made by the gateway
 * @param time when the request arrived
 */
record ReceivedRequest(String requestId, Instant time, Request request) {

  static ReceivedRequest of(Request request, Instant time) {
    return new ReceivedRequest(UUID.randomUUID().toString(), time, request);
  }

  /** The Host header. */
  String host() {
    return header("host").orElse("");
  }

  int port() {
    return Request.getLocalPort(request);
  }

  String method() {
    return request.getMethod();
  }

  /** The path as it arrived, still encoded. */
  String rawPath() {
    String path = request.getHttpURI().getPath();
    return path == null || !path.startsWith("/") ? "/" : path;
  }

  /** Without the question mark; empty without a query. */
  String rawQuery() {
    return Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
  }

  /** For example HTTP/1.1. */
  String protocol() {
    return request.getConnectionMetaData().getProtocol();
  }

  String sourceIp() {
    return Request.getRemoteAddr(request);
  }

  HttpFields headers() {
    return request.getHeaders();
  }

  String userAgent() {
    return header("user-agent").orElse("");
  }

  Optional<String> origin() {
    return header("origin");
  }

  boolean isPreflight() {
    return method().equals("OPTIONS")
        && origin().isPresent()
        && headers().contains("access-control-request-method");
  }

  private Optional<String> header(String name) {
    return Optional.ofNullable(headers().get(name));
  }
}
