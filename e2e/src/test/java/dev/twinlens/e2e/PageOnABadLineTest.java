package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Uploads that something happens to while their bytes are on the way. */
@ExtendWith(DevStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageOnABadLineTest {
  /** More than all buffers between the browser and the line take. */
  private static final int LARGE = 10 << 20;

  private static final int LONGEST_COMMENT = 0xffff;

  private final Stack stack;
  private final BadLine line = new BadLine();
  private Visitor visitor;

  PageOnABadLineTest(Stack stack) {
    this.stack = stack;
  }

  @BeforeAll
  void start() {
    visitor = new Visitor(stack, line.switches());
  }

  @AfterAll
  void stop() throws IOException {
    visitor.close();
    line.close();
  }

  @Test
  void goesOnAfterALostConnection() throws IOException {
    visitor.open("");
    visitor.waitFor(".drop-limits:not(:empty)");
    line.narrow();
    visitor.choose(largePhoto("on-a-train.jpg"));
    waitForBytes("on-a-train.jpg");

    line.cut();
    visitor.waitForText(Visitor.card("on-a-train.jpg", "pausing"), "Connection lost. Trying again");
    line.restore();

    visitor.waitForText(Visitor.card("on-a-train.jpg", "done"), "Backed up to Azure");
    assertThat(keysEndingWith("on-a-train.jpg")).hasSize(1);
  }

  @Test
  void goesOnAfterAReload() throws IOException {
    visitor.open("");
    visitor.waitFor(".drop-limits:not(:empty)");
    line.narrow();
    visitor.choose(largePhoto("reloaded.jpg"));
    waitForBytes("reloaded.jpg");

    visitor.reload();
    line.restore();

    visitor.waitForText(Visitor.card("reloaded.jpg", "done"), "Backed up to Azure");
    assertThat(keysEndingWith("reloaded.jpg")).hasSize(1);
  }

  /** Some of it is on its way, and not all of it. */
  private void waitForBytes(String name) {
    visitor.waitUntil(
        "bytes of " + name,
        () ->
            Boolean.TRUE.equals(
                visitor.script(
                    "const bar = document.querySelector(arguments[0]);"
                        + " return bar !== null && bar.value > 0 && bar.value < bar.max",
                    Visitor.card(name, "sending") + " progress")));
  }

  /** A sample photo with comments (COM segments) behind its first marker that make it large. */
  private Path largePhoto(String name) throws IOException {
    byte[] photo = Photos.read("rocket.jpg");
    ByteArrayOutputStream large = new ByteArrayOutputStream();
    large.write(photo, 0, 2);
    byte[] comment = new byte[LONGEST_COMMENT + 2];
    comment[0] = (byte) 0xff;
    comment[1] = (byte) 0xfe;
    comment[2] = (byte) (LONGEST_COMMENT >> 8);
    comment[3] = (byte) LONGEST_COMMENT;
    while (large.size() < LARGE) {
      large.write(comment);
    }
    large.write(photo, 2, photo.length - 2);
    return visitor.file(name, large.toByteArray());
  }

  private List<String> keysEndingWith(String name) {
    JsonNode items = stack.send(stack.api("/images?limit=100").GET()).json().path("items");
    return items.findValuesAsText("key").stream().filter(key -> key.endsWith("/" + name)).toList();
  }
}
