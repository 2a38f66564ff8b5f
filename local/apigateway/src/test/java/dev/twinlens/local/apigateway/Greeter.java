package dev.twinlens.local.apigateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.List;
import java.util.Map;

/** A function with AWS's own classes for HTTP events. */
final class Greeter implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(201)
        .withHeaders(Map.of("Content-Type", "text/plain"))
        .withCookies(List.of("a=1", "b=2"))
        .withBody(
            "%s %s from %s at %d"
                .formatted(
                    event.getQueryStringParameters().get("greeting"),
                    event.getPathParameters().get("name"),
                    event.getRequestContext().getHttp().getMethod(),
                    event.getRequestContext().getTimeEpoch() / Long.MAX_VALUE))
        .build();
  }
}
