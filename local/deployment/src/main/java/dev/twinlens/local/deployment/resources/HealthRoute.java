package dev.twinlens.local.deployment.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.apigateway.FunctionInvoker;
import dev.twinlens.local.apigateway.FunctionResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Responds to {@code GET /health} with 503 while a service of this machine does not work. The
 * route's function, which reads no data, then gets no event. In AWS nothing does that: there,
 * alarms watch the services.
 */
final class HealthRoute implements FunctionInvoker {
  private static final String ROUTE = "GET /health";
  private static final JsonMapper JSON = new JsonMapper();

  private final FunctionInvoker functions;
  private final ServiceHealth health;

  HealthRoute(FunctionInvoker functions, ServiceHealth health) {
    this.functions = functions;
    this.health = health;
  }

  @Override
  public CompletableFuture<FunctionResult> invoke(String function, String sourceArn, byte[] event) {
    JsonNode request = read(event);
    return request.path("routeKey").asText().equals(ROUTE)
        ? health
            .problems()
            .thenCompose(
                problems ->
                    problems.isEmpty()
                        ? functions.invoke(function, sourceArn, event)
                        : CompletableFuture.completedFuture(unavailable(problems, request)))
        : functions.invoke(function, sourceArn, event);
  }

  private static JsonNode read(byte[] event) {
    try {
      return JSON.readTree(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FunctionResult unavailable(List<String> problems, JsonNode request) {
    String problem =
        JSON.createObjectNode()
            .put("type", "about:blank")
            .put("title", "Service Unavailable")
            .put("status", 503)
            .put("detail", String.join(" ", problems))
            .put("requestId", request.at("/requestContext/requestId").asText())
            .toString();
    ObjectNode response = JSON.createObjectNode().put("statusCode", 503).put("body", problem);
    response
        .putObject("headers")
        .put("content-type", "application/problem+json")
        .put("cache-control", "no-store")
        .put("retry-after", "5");
    return new FunctionResult.Returned(response.toString());
  }
}
