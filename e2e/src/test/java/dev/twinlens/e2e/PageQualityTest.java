package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.testing.Photos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What Lighthouse says about the page on a throttled phone.
 *
 * <p>What does not depend on how busy this machine is: accessibility, best practices, what is asked
 * for before something is shown, and whether it stays where it is. The score for performance is
 * only printed; {@code node e2e/lighthouse/measure.mjs} holds it against its limit.
 */
@ExtendWith(DevStack.class)
class PageQualityTest {
  private final Stack stack;

  PageQualityTest(Stack stack) {
    this.stack = stack;
  }

  @Test
  void satisfiesLighthouseOnAPhone() throws IOException, InterruptedException {
    String key =
        stack.postImage("image/jpeg", Photos.read("cat-and-cup.jpg")).json().path("key").asText();
    stack.awaitDone(key);

    JsonNode views =
        measure(
            "home=" + stack.site() + "/",
            "photo=" + stack.site() + "/#/photos/" + Stack.encoded(key),
            "search=" + stack.site() + "/#/search?label=Cup");

    for (JsonNode view : views) {
      String name = view.path("view").asText();
      System.out.printf(
          "Lighthouse, %s: performance %d, largest paint after %d ms, blocked for %d ms%n",
          name,
          view.path("scores").path("performance").asInt(),
          view.path("largestPaint").asInt(),
          view.path("blocked").asInt());
      assertThat(view.path("failed")).as(name).isEmpty();
      assertThat(view.path("scores").path("accessibility").asInt()).as(name).isEqualTo(100);
      assertThat(view.path("scores").path("best-practices").asInt()).as(name).isEqualTo(100);
      assertThat(view.path("shift").asDouble()).as(name + " moves").isLessThan(0.05);
      assertThat(view.path("renderBlocking"))
          .as(name + " waits for its style sheets alone")
          .allSatisfy(path -> assertThat(path.asText()).startsWith("/css/"));
    }
    assertThat(views).hasSize(3);
  }

  private static JsonNode measure(String... views) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", "lighthouse/measure.mjs", "--json"));
    command.addAll(List.of(views));
    Path report = Files.createTempFile("lighthouse-", ".json");
    report.toFile().deleteOnExit();
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(report.toFile())
            .start();
    try {
      assertThat(process.waitFor(Stack.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("Lighthouse ends")
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    String output = Files.readString(report);
    assertThat(process.exitValue()).as(output).isZero();
    return new JsonMapper().readTree(output);
  }
}
