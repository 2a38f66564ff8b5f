package dev.twinlens.testing;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;

/**
 * Sends requests to a function as API Gateway does. Every test of a function with an HTTP API sends
 * through {@link #send(APIGatewayV2HTTPEvent, LambdaContext)}: what holds for each response of the
 * API is checked there.
 */
public final class ApiTester {
  private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function;

  public ApiTester(RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function) {
    this.function = function;
  }

  /** Sends one request. */
  public ApiResult send(APIGatewayV2HTTPEvent request) {
    return send(request, LambdaContext.create());
  }

  /** Sends one request in an invocation of one's own. */
  public ApiResult send(APIGatewayV2HTTPEvent request, LambdaContext context) {
    APIGatewayV2HTTPResponse response = function.handleRequest(request, context);
    return new ApiResult(response.getStatusCode(), response.getHeaders(), response.getBody());
  }
}
