package dev.twinlens.runtime.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.domain.catalog.ThrottledException;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * The routes of an HTTP API that one function serves: errors become problems, and each request one
 * log line. A request that AWS throttles gets 503 with {@code retry-after}, every other unexpected
 * failure 500.
 */
public final class HttpRoutes {
  /** Longer than the SDK, or a batch, has been retried by then. */
  private static final String RETRY_AFTER_SECONDS = "5";

  private final Log log;
  private final Clock clock;
  private final Map<String, Route> routes;

  /** What is done for the requests of one route. */
  public interface Route {
    /**
     * Responds to one request.
     *
     * @throws ProblemException to respond with a problem
     */
    ApiResponse respond(ApiRequest request, Log log);
  }

  /**
   * Some routes.
   *
   * @param routes by API Gateway's route key, such as {@code GET /images/{key+}}
   */
  public HttpRoutes(Log log, Clock clock, Map<String, Route> routes) {
    this.log = log;
    this.clock = clock;
    this.routes = Map.copyOf(routes);
  }

  /** Responds to one request, whatever happens. */
  public APIGatewayV2HTTPResponse handle(APIGatewayV2HTTPEvent event, Context context) {
    ApiRequest request =
        new ApiRequest(event, clock.instant().plusMillis(context.getRemainingTimeInMillis()));
    Log requestLog =
        log.with("requestId", context.getAwsRequestId()).with("route", request.route());
    ApiResponse response = respond(request, context, requestLog);
    requestLog.with("status", response.status()).info("Responded");
    return response.toApiGateway(request.acceptsGzip());
  }

  private ApiResponse respond(ApiRequest request, Context context, Log log) {
    try {
      return routes.getOrDefault(request.route(), HttpRoutes::unknown).respond(request, log);
    } catch (ProblemException e) {
      return e.problem().toResponse();
    } catch (RuntimeException e) {
      if (isThrottled(e)) {
        log.error("Throttled", e);
        return Problem.of(503, "The service is busy. Try again in a few seconds.")
            .with("requestId", context.getAwsRequestId())
            .toResponse()
            .withHeader("retry-after", RETRY_AFTER_SECONDS);
      }
      log.error("Request failed", e);
      return Problem.of(
              500, "Something went wrong. Try again; if it happens again, report this request ID.")
          .with("requestId", context.getAwsRequestId())
          .toResponse();
    }
  }

  private static ApiResponse unknown(ApiRequest request, Log log) {
    return Problem.of(404, "There is nothing at " + request.route() + ".").toResponse();
  }

  /** Whether AWS still rejects for the rate alone, after the SDK's retries. */
  private static boolean isThrottled(RuntimeException e) {
    return e instanceof ThrottledException
        || (e instanceof SdkServiceException rejected && rejected.isThrottlingException());
  }
}
