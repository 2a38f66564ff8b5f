package dev.twinlens.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.apigateway.FunctionResult.Failed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  private static final String FORMAT =
      "{\"id\":\"$context.requestId\",\"path\":\"$context.path\",\"route\":\"$context.routeKey\","
          + "\"status\":\"$context.status\",\"agent\":\"$context.identity.userAgent\","
          + "\"length\":\"$context.responseLength\",\"error\":\"$context.integrationErrorMessage\","
          + "\"latency\":\"$context.integrationLatency\"}";

  private final TestApis apis = new TestApis();
  @TempDir private Path directory;

  @AfterEach
  void stopApis() {
    apis.close();
  }

  @Test
  void writesALineForEachRequestInItsFormat() throws Exception {
    Path log = directory.resolve("access.log");
    String failing =
        apis.functions().add(event -> CompletableFuture.completedFuture(new Failed("{\"a\":1}")));
    LocalHttpApi api =
        apis.start(
            TestApis.spec(
                CorsConfiguration.none(),
                Throttling.accountDefault(),
                FORMAT,
                new RouteSpec("GET /images/{key+}", apis.functions().echo()),
                new RouteSpec("GET /fails", failing)),
            log);

    int length = apis.get(api, "/images/a%22b").body().length();
    TestApis.raw(api, "GET /x HTTP/1.1\r\nHost: localhost\r\nUser-Agent: \"quoted\"");
    apis.get(api, "/fails");

    await().until(() -> Files.readAllLines(log).size() == 3);
    JsonNode first = line(log, 0);
    assertThat(first.path("path").textValue()).isEqualTo("/images/a%22b");
    assertThat(first.path("route").textValue()).isEqualTo("GET /images/{key+}");
    assertThat(first.path("status").textValue()).isEqualTo("200");
    assertThat(first.path("length").textValue()).isEqualTo(Integer.toString(length));
    assertThat(first.path("latency").textValue()).matches("[0-9]+");
    assertThat(first.path("error").textValue()).isEqualTo("-");
    JsonNode second = line(log, 1);
    assertThat(second.path("status").textValue()).isEqualTo("404");
    assertThat(second.path("agent").textValue()).isEqualTo("\"quoted\"");
    assertThat(second.path("route").textValue()).isEqualTo("-");
    JsonNode third = line(log, 2);
    assertThat(third.path("status").textValue()).isEqualTo("500");
    assertThat(third.path("error").textValue()).contains("{\"a\":1}");
  }

  private static JsonNode line(Path log, int index) throws Exception {
    return TestApis.JSON.readTree(Files.readAllLines(log).get(index));
  }
}
