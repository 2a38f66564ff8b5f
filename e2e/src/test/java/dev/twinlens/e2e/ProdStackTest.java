package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.api.Contract;
import dev.twinlens.local.testing.Photos;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The prod stack: a CloudFront distribution serves the page and the API from one origin. */
@Tag("own-deployment")
class ProdStackTest {
  private static Stack stack;

  @BeforeAll
  static void deploy(@TempDir Path data) {
    stack = Stack.start(data, "prod");
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  private static HttpRequest.Builder site(String path) {
    return HttpRequest.newBuilder(stack.site().resolve(path));
  }

  @Test
  void servesThePageFromItsBucket() {
    Response page = stack.send(site("/"));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("<title>Twinlens</title>");
  }

  @Test
  void configuresThePageToCallItsOwnOrigin() {
    assertThat(stack.send(site("/config.json")).json().path("apiUrl").asText()).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/js/main.js",
        "/no-such-file",
        "/health",
        "/images",
        "/images/no%2Fsuch%20photo"
      })
  void sendsItsPolicyWithEveryResponse(String path) {
    String s3 = stack.environment().get("AWS_ENDPOINT_URL");

    assertThat(stack.send(site(path)).headers())
        .containsEntry(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self';"
                + " img-src 'self' blob: %1$s %1$s; connect-src 'self' %1$s %1$s;".formatted(s3)
                + " worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'")
        .containsEntry("cross-origin-opener-policy", "same-origin")
        .containsEntry("cross-origin-resource-policy", "same-origin")
        .containsEntry("x-content-type-options", "nosniff");
  }

  @Test
  void servesTheApiAtThePagesOrigin() {
    assertThat(stack.send(site("/health")).status()).isEqualTo(200);
    assertThat(stack.send(site("/images?limit=1")).json().has("items")).isTrue();
    assertThat(stack.send(site("/labels")).json().has("items")).isTrue();
    Response missing = stack.send(site("/images/no%2Fsuch%20photo"));
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.headers()).containsEntry("content-type", "application/problem+json");
    Response malformed =
        stack.send(
            site("/uploads")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.body()).contains("fileName");
  }

  @Test
  void allowsNoOtherOrigin() {
    Response preflight =
        stack.send(
            stack
                .api("/uploads")
                .header("Origin", stack.output("siteUrl"))
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .method("OPTIONS", BodyPublishers.noBody()));

    // Without CORS, there is no route for the method.
    assertThat(preflight.status()).isEqualTo(404);
    assertThat(preflight.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
  }

  @Test
  void servesTheContractOfTheApi() throws IOException {
    ContractPage.assertServedBy(stack, "/");
  }

  @Test
  void letsThePageWorkAndStopsAnIntruder() {
    Intruder.assertStoppedByThePolicyOf(stack);
  }

  @Test
  void labelsAndBacksUp() {
    String key =
        stack.postImage("image/png", Photos.read("coffee.png")).json().path("key").asText();

    Labels.assertShows(stack.awaitDone(key), "coffee.png");
  }

  @Test
  void servesTheRoutesOfTheContract() {
    assertThat(stack.routeKeys())
        .containsExactlyInAnyOrderElementsOf(Contract.load().routeKeys(Set.of()));
  }

  /** The API has no login. */
  @Test
  void offersNoDeletion() {
    String key =
        stack.postImage("image/png", Photos.read("chelsea.png")).json().path("key").asText();

    assertThat(stack.image(key).json().has("deletable")).isFalse();
    Response deletion = stack.send(stack.api("/images/" + Stack.encoded(key)).DELETE());
    assertThat(deletion.status()).isEqualTo(404);
    assertThat(deletion.json().path("message").asText()).isEqualTo("Not Found");
    assertThat(stack.image(key).status()).isEqualTo(200);
  }
}
