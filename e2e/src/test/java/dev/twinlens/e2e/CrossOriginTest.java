package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Only the website may call the API from a browser. */
@ExtendWith(DevStack.class)
class CrossOriginTest {
  private final Stack stack;

  CrossOriginTest(Stack stack) {
    this.stack = stack;
  }

  @Test
  void allowsTheWebsite() {
    Response response = preflight(stack.output("siteUrl"));

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.headers())
        .containsEntry("access-control-allow-origin", stack.output("siteUrl"))
        .containsEntry("access-control-allow-headers", "content-type")
        .hasEntrySatisfying(
            "access-control-allow-methods", methods -> assertThat(methods).contains("POST"));
  }

  @Test
  void allowsNoOtherOrigin() {
    Response response = preflight("https://elsewhere.example");

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
  }

  private Response preflight(String origin) {
    return stack.send(
        stack
            .api("/uploads")
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type")
            .method("OPTIONS", BodyPublishers.noBody()));
  }
}
