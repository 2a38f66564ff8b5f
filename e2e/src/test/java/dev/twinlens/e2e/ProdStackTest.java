package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other stack: the page comes from a private bucket behind CloudFront. */
@Tag("own-deployment")
class ProdStackTest {
  @TempDir private Path data;

  @Test
  void servesThePageFromItsBucketAndAdmitsItsOriginAlone() {
    try (Stack stack = Laptop.start(data, "prod")) {
      Stack.Answer page = stack.send(HttpRequest.newBuilder(stack.site()));
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).contains("<title>Twinlens</title>");
      assertThat(page.headers()).containsKey("content-security-policy");

      Stack.Answer config =
          stack.send(HttpRequest.newBuilder(stack.site().resolve("/config.json")));
      assertThat(config.json().path("apiUrl").asText()).isEqualTo(stack.output("apiUrl"));

      Stack.Answer health =
          stack.send(stack.api("/health").header("Origin", stack.output("siteUrl")));
      assertThat(health.headers())
          .containsEntry("access-control-allow-origin", stack.output("siteUrl"));

      JsonNode image = stack.postImage("image/png", Laptop.photo("chelsea.png")).json();
      String key = image.path("key").asText();
      Labels.assertShows(stack.awaitDone(key), "chelsea.png");

      // The API has no login, so deleting is not offered.
      assertThat(stack.image(key).json().has("deletable")).isFalse();
      Stack.Answer deletion = stack.send(stack.api("/images/" + Stack.encoded(key)).DELETE());
      assertThat(deletion.status()).isEqualTo(404);
      assertThat(deletion.json().path("message").asText()).isEqualTo("Not Found");
      assertThat(stack.image(key).status()).isEqualTo(200);
    }
  }
}
