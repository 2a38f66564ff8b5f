package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** A person's way in: the page, in a real browser, on the deployment that Amplify would serve. */
@ExtendWith(DevStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
  private final Stack stack;
  private Visitor visitor;

  PageTest(Stack stack) {
    this.stack = stack;
  }

  @BeforeAll
  void start() {
    visitor = new Visitor(stack);
  }

  @AfterAll
  void stop() {
    visitor.close();
  }

  @Test
  void showsLabelsBoxesAndTheCopyOfEveryPhotoThatIsChosen() {
    visitor.open("");

    visitor.choose(Labels.OF_PHOTO.keySet().stream().map(DevStack.PHOTOS::resolve).toList());

    visitor.waitUntil(
        "all photos", () -> visitor.all(".card[data-phase=done]").size() == Labels.OF_PHOTO.size());
    assertThat(visitor.text(Visitor.card("chelsea.png", "done")))
        .contains("Cat 93 %")
        .contains("Backed up to Azure");
    assertThat(visitor.text(Visitor.card("coffee.png", "done"))).contains("Cup 96 %");
    assertThat(visitor.text(Visitor.card("rocket.jpg", "done"))).contains("Backed up to Azure");
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  void servesTheContractOfTheApi() throws IOException {
    ContractPage.assertServedBy(stack, stack.output("apiUrl"));
  }

  @Test
  void showsOnePhotoWithABoxAroundTheCat() {
    visitor.open("");
    visitor.choose(DevStack.PHOTOS.resolve("chelsea.png"));

    visitor.find(Visitor.card("chelsea.png", "done") + " a").click();

    visitor.waitFor(".box");
    assertThat(visitor.all(".box")).hasSize(1);
    visitor.waitForText(".label[data-label=Cat]", "93 %");
    visitor.waitForText(".backup", "Backed up to Azure");
    visitor.waitForText(".backup", "On this machine, a local stand-in replaces Azure.");
    visitor.waitForText(".raw-part summary", "Raw result · local detector");
    visitor.browser().screenshot(Path.of("target/screenshots/photo.webp"));
  }

  @Test
  void weighsLessThan60KbOverTheWire() {
    visitor.open("");
    visitor.script("performance.setResourceTimingBufferSize(1000)");
    visitor.waitFor(".drop-limits:not(:empty)");
    visitor.find(".search input").sendKeys("nothing of this name", Keys.ENTER);
    visitor.waitFor(".search-view");

    // Bodies as they were sent. Headers come on top: HTTP/2, which the hosting speaks, packs them.
    Number bytes =
        (Number)
            visitor.script(
                """
                const own = [...performance.getEntriesByType('navigation'),
                    ...performance.getEntriesByType('resource')]
                    .filter(({ name }) => new URL(name).origin === location.origin);
                if (!own.some(({ name }) => name.endsWith('/js/uploads.js'))) return undefined;
                return own.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
                """);

    assertThat(bytes).isNotNull();
    assertThat(bytes.intValue()).isBetween(30 * 1024, 60 * 1024);
  }

  @Test
  void saysWhyATextFileIsNotSent() {
    visitor.open("");
    visitor.choose(DevStack.PHOTOS.resolve("LICENSES.md"));

    visitor.waitForText(Visitor.card("LICENSES.md", "refused"), "JPEG or PNG");
  }
}
