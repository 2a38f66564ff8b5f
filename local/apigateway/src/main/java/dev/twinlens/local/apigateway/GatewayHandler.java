package dev.twinlens.local.apigateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a request: CORS, route, throttle, body, function, response. It blocks its thread until
 * the function has responded.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html">Amazon
 *     API Gateway quotas</a>
 */
final class GatewayHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);

  private static final int MAXIMUM_BODY_BYTES = 10 << 20;

  /** How much of a rejected body is read, so that the client receives the response. */
  private static final int DRAINED_BYTES = 64 << 20;

  private final HttpApiSpec spec;
  private final AccessLog accessLog;
  private final Clock clock;
  private final GatewayCors cors;
  private final List<StageRoute> routes;

  GatewayHandler(HttpApiSpec spec, FunctionInvoker functions, AccessLog accessLog, Clock clock) {
    this.spec = spec;
    this.accessLog = accessLog;
    this.clock = clock;
    this.cors = new GatewayCors(spec.cors());
    if (spec.routes().stream().map(RouteSpec::routeKey).distinct().count() < spec.routes().size()) {
      throw new IllegalArgumentException("Two routes of the API have the same key");
    }
    this.routes =
        spec.routes().stream()
            .map(Route::of)
            .sorted(Route.MOST_SPECIFIC_FIRST)
            .map(route -> new StageRoute(spec, route, functions, clock))
            .toList();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    ReceivedRequest received = ReceivedRequest.of(request, clock.instant());
    AccessLogEntry entry = new AccessLogEntry(spec, received);
    GatewayResponse result;
    if (cors.configured() && received.isPreflight()) {
      result = cors.preflight(received.origin().orElse(""));
    } else {
      result = respond(received, entry);
      cors.decorate(result, received.origin());
    }
    send(result, received, entry, response, callback);
    return true;
  }

  private GatewayResponse respond(ReceivedRequest received, AccessLogEntry entry)
      throws IOException {
    try {
      for (StageRoute route : routes) {
        Optional<Route.Match> match = route.match(received);
        if (match.isPresent()) {
          entry.routed(route.routeKey());
          return serve(route, match.get(), received, entry);
        }
      }
      return rejection(received, GatewayResponse.message(404, "Not Found"));
    } catch (IllegalArgumentException malformedEscape) {
      return rejection(received, GatewayResponse.message(400, "Bad Request"));
    }
  }

  private static GatewayResponse serve(
      StageRoute route, Route.Match match, ReceivedRequest received, AccessLogEntry entry)
      throws IOException {
    if (route.isThrottled()) {
      return rejection(received, GatewayResponse.message(429, "Too Many Requests"));
    }
    if (received.request().getLength() > MAXIMUM_BODY_BYTES) {
      return rejection(received, StageRoute.tooLarge());
    }
    byte[] body =
        Content.Source.asInputStream(received.request()).readNBytes(MAXIMUM_BODY_BYTES + 1);
    return body.length > MAXIMUM_BODY_BYTES
        ? rejection(received, StageRoute.tooLarge())
        : route.invoke(received, match, body, entry);
  }

  /** Discards the request's body, unless the client waits with it. */
  private static GatewayResponse rejection(ReceivedRequest received, GatewayResponse response)
      throws IOException {
    if (!received.headers().contains(HttpHeader.EXPECT)) {
      InputStream body = Content.Source.asInputStream(received.request());
      byte[] discarded = new byte[1 << 16];
      long read = 0;
      int count = 0;
      while (count >= 0 && read < DRAINED_BYTES) {
        count = body.read(discarded);
        read += count;
      }
    }
    return response;
  }

  private void send(
      GatewayResponse result,
      ReceivedRequest received,
      AccessLogEntry entry,
      Response response,
      Callback callback) {
    response.setStatus(result.status());
    result
        .headers()
        .forEach((name, values) -> values.forEach(value -> response.getHeaders().add(name, value)));
    response.getHeaders().put("apigw-requestid", received.requestId());
    boolean bodiless = result.status() == 204 || result.status() == 304;
    byte[] body = bodiless ? new byte[0] : result.body();
    if (bodiless) {
      response.getHeaders().remove(HttpHeader.CONTENT_TYPE);
    }
    entry.responded(
        result.status(), body.length, Duration.between(received.time(), clock.instant()));
    try {
      accessLog.write(entry.variables());
    } catch (UncheckedIOException e) {
      // The client gets its response nevertheless.
      LOG.error("{}", e.getMessage(), e);
    }
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
