package dev.twinlens.local.deployment.resources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.apigateway.FunctionInvoker;
import dev.twinlens.local.apigateway.FunctionResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceHealthTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final FunctionInvoker FUNCTION =
      (function, sourceArn, event) ->
          CompletableFuture.completedFuture(new FunctionResult.Returned("of the function"));

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch hanging = new CountDownLatch(1);

  @AfterEach
  void stop() {
    hanging.countDown();
    threads.close();
  }

  @Test
  void namesEachServiceThatFailsOrHangs() {
    ServiceHealth health =
        health(Map.of("S3", () -> {}, "SQS", ServiceHealthTest::fail, "DynamoDB", hanging::await));

    assertThat(health.problems().join())
        .containsExactly("DynamoDB does not respond.", "SQS does not respond.");
  }

  @Test
  void respondsInPlaceOfTheFunctionWhileAServiceDoesNot() throws Exception {
    HealthRoute route = new HealthRoute(FUNCTION, health(Map.of("SQS", ServiceHealthTest::fail)));

    JsonNode response = JSON.readTree(invoke(route, "GET /health"));
    assertThat(response.path("statusCode").asInt()).isEqualTo(503);
    assertThat(response.at("/headers/content-type").asText()).isEqualTo("application/problem+json");
    assertThat(JSON.readTree(response.path("body").asText()))
        .isEqualTo(
            JSON.readTree(
                """
                {"type": "about:blank", "title": "Service Unavailable", "status": 503,
                 "detail": "SQS does not respond.", "requestId": "r-1"}"""));
    assertThat(invoke(route, "GET /images")).isEqualTo("of the function");
  }

  @Test
  void leavesTheResponseToTheFunctionWhenAllServicesRespond() {
    HealthRoute route = new HealthRoute(FUNCTION, health(Map.of("SQS", () -> {})));

    assertThat(invoke(route, "GET /health")).isEqualTo("of the function");
  }

  private ServiceHealth health(Map<String, ServiceHealth.Check> checks) {
    return new ServiceHealth(threads, Duration.ofSeconds(2), checks);
  }

  private static void fail() throws IOException {
    throw new IOException("connection refused");
  }

  private static String invoke(HealthRoute route, String routeKey) {
    String event =
        """
        {"routeKey": "%s", "requestContext": {"requestId": "r-1"}}"""
            .formatted(routeKey);
    FunctionResult result = route.invoke("f", "arn", event.getBytes(UTF_8)).join();
    return ((FunctionResult.Returned) result).payload();
  }
}
