package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.e2e.Stack.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Only the website may call the API from a browser. */
@ExtendWith(Laptop.class)
class CrossOriginTest {
  private final Stack stack;

  CrossOriginTest(Stack stack) {
    this.stack = stack;
  }

  @Test
  void allowsTheWebsite() {
    Answer answer = preflight(stack.output("siteUrl"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers())
        .containsEntry("access-control-allow-origin", stack.output("siteUrl"))
        .containsEntry("access-control-allow-headers", "content-type")
        .hasEntrySatisfying(
            "access-control-allow-methods", methods -> assertThat(methods).contains("POST"));
  }

  @Test
  void allowsNoOtherOrigin() {
    Answer answer = preflight("https://elsewhere.example");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
  }

  private Answer preflight(String origin) {
    return stack.send(
        stack
            .api("/uploads")
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type")
            .method("OPTIONS", BodyPublishers.noBody()));
  }
}
