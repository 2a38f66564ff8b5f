package dev.twinlens.runtime.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.domain.catalog.ThrottledException;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Answers HTTP requests: errors as problems, one log line for each request. What AWS throttles is
 * answered 503 with {@code retry-after}, everything else that is unexpected 500.
 */
public abstract class ApiHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  /** Longer than the SDK, or a batch, has been repeated by then. */
  private static final String RETRY_AFTER_SECONDS = "5";

  private final Log log;
  private final Clock clock;

  protected ApiHandler(Log log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * Answers one request.
   *
   * @throws ProblemException to answer with a problem
   */
  protected abstract ApiResponse answer(ApiRequest request, Log log);

  /** What a route that this function does not serve is answered. */
  protected static ApiResponse unknownRoute(ApiRequest request) {
    return Problem.of(404, "There is nothing at " + request.route() + ".").toResponse();
  }

  @Override
  public final APIGatewayV2HTTPResponse handleRequest(
      APIGatewayV2HTTPEvent event, Context context) {
    ApiRequest request =
        new ApiRequest(event, clock.instant().plusMillis(context.getRemainingTimeInMillis()));
    Log requestLog =
        log.with("requestId", context.getAwsRequestId()).with("route", request.route());
    ApiResponse response = answerOrProblem(request, context, requestLog);
    requestLog.with("status", response.status()).info("Answered");
    return response.toApiGateway(request.acceptsGzip());
  }

  private ApiResponse answerOrProblem(ApiRequest request, Context context, Log log) {
    try {
      return answer(request, log);
    } catch (ProblemException e) {
      return e.problem().toResponse();
    } catch (RuntimeException e) {
      if (isThrottled(e)) {
        log.error("Throttled", e);
        return Problem.of(503, "There is too much to do just now. Please try again in a moment.")
            .with("requestId", context.getAwsRequestId())
            .toResponse()
            .withHeader("retry-after", RETRY_AFTER_SECONDS);
      }
      log.error("Request failed", e);
      return Problem.of(
              500,
              "Something went wrong on our side. Please try again; if it goes on, tell us the request id.")
          .with("requestId", context.getAwsRequestId())
          .toResponse();
    }
  }

  /** Whether AWS still refuses for the rate alone, after the repetitions that the SDK makes. */
  private static boolean isThrottled(RuntimeException e) {
    return e instanceof ThrottledException
        || (e instanceof SdkServiceException refused && refused.isThrottlingException());
  }
}
