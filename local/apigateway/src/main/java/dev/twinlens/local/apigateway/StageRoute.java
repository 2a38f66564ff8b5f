package dev.twinlens.local.apigateway;

import io.github.bucket4j.Bucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A deployed route: its throttle, and its integration with a function. */
final class StageRoute {
  private static final Logger LOG = LoggerFactory.getLogger(StageRoute.class);

  private final HttpApiSpec api;
  private final Route route;
  private final FunctionInvoker functions;
  private final Clock clock;
  private final ResponseParameters responseParameters;
  private final Bucket bucket;

  StageRoute(HttpApiSpec api, Route route, FunctionInvoker functions, Clock clock) {
    this.api = api;
    this.route = route;
    this.functions = functions;
    this.clock = clock;
    this.responseParameters = new ResponseParameters(route.spec());
    this.bucket = bucket(api.throttling());
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

  /**
   * @throws IllegalArgumentException when a percent sign of the path starts no escape
   */
  Optional<Route.Match> match(ReceivedRequest received) {
    return route.match(received.method(), received.rawPath());
  }

  boolean isThrottled() {
    return !bucket.tryConsume(1);
  }

  /**
   * Invokes the function and waits for its response.
   *
   * @throws IllegalArgumentException when a percent sign of the path or query starts no escape
   */
  GatewayResponse invoke(
      ReceivedRequest received, Route.Match match, byte[] body, AccessLogEntry entry) {
    byte[] event = HttpEvent.json(api, received, match, body);
    Instant start = clock.instant();
    try {
      FunctionResult result =
          functions
              .invoke(route.spec().functionName(), route.sourceArn(api, received.method()), event)
              .get(route.spec().timeout().toMillis(), TimeUnit.MILLISECONDS);
      return response(result, entry);
    } catch (TimeoutException e) {
      entry.integrationFailed("Integration timed out");
      return GatewayResponse.message(503, "Service Unavailable");
    } catch (ExecutionException e) {
      return failure(String.valueOf(e.getMessage()), entry);
    } catch (RuntimeException e) {
      return failure(e.toString(), entry);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failure("The gateway is closing", entry);
    } finally {
      entry.invoked(Duration.between(start, clock.instant()));
    }
  }

  private GatewayResponse response(FunctionResult result, AccessLogEntry entry) {
    return switch (result) {
      case FunctionResult.Returned returned -> {
        entry.integrationResponded();
        yield response(returned.payload(), entry);
      }
      case FunctionResult.Failed failed -> {
        entry.integrationResponded();
        entry.integrationFailed(
            "The Lambda function returned the following error: "
                + failed.error()
                + ". Check your Lambda function code and try again.");
        yield internalServerError();
      }
      case FunctionResult.EventTooLarge tooLarge -> {
        entry.integrationFailed("The event is larger than Lambda accepts");
        yield tooLarge();
      }
      case FunctionResult.NotInvoked notInvoked -> failure(notInvoked.reason(), entry);
    };
  }

  private GatewayResponse response(String payload, AccessLogEntry entry) {
    try {
      GatewayResponse response = FunctionResponse.parse(payload);
      entry.functionResponded(response.status());
      responseParameters.apply(response);
      return response;
    } catch (FunctionResponse.MalformedException e) {
      LOG.warn("{}: {}", route.spec().routeKey(), e.getMessage());
      entry.integrationFailed(
          "The response from the Lambda function doesn't match the format"
              + " that API Gateway expects: "
              + e.getMessage());
      return internalServerError();
    }
  }

  private GatewayResponse failure(String reason, AccessLogEntry entry) {
    LOG.error("{}: {}", route.spec().routeKey(), reason);
    entry.integrationFailed(reason);
    return internalServerError();
  }

  private static GatewayResponse internalServerError() {
    return GatewayResponse.message(500, "Internal Server Error");
  }

  /** The gateway's own response, to which a route's response parameters do not apply. */
  static GatewayResponse tooLarge() {
    return GatewayResponse.message(413, "Request Entity Too Large");
  }

  String routeKey() {
    return route.spec().routeKey();
  }
}
