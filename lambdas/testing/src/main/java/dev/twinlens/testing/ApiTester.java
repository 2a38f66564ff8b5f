package dev.twinlens.testing;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.api.Contract;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends requests to a function as API Gateway does, and holds each response against the contract of
 * the API. Every test of a function with an HTTP API sends through it.
 */
public final class ApiTester {
  private static final Contract CONTRACT = Contract.load();

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
    ApiResult result =
        new ApiResult(response.getStatusCode(), response.getHeaders(), response.getBody());
    String method = request.getRouteKey().substring(0, request.getRouteKey().indexOf(' '));
    CONTRACT.assertConforms(
        method,
        target(request),
        result.status(),
        result.headers(),
        Optional.ofNullable(result.body()).orElse(""));
    return result;
  }

  /** The path and query that API Gateway matched to the route. */
  private static String target(APIGatewayV2HTTPEvent request) {
    String path = request.getRouteKey().substring(request.getRouteKey().indexOf(' ') + 1);
    for (Map.Entry<String, String> parameter : entries(request.getPathParameters())) {
      path = path.replace("{" + parameter.getKey() + "+}", encoded(parameter.getValue()));
    }
    return path
        + entries(request.getQueryStringParameters()).stream()
            .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private static Set<Map.Entry<String, String>> entries(Map<String, String> parameters) {
    return Optional.ofNullable(parameters).orElse(Map.of()).entrySet();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
