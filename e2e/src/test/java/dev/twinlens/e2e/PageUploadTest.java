package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** Every way from a person's hand into both clouds. */
@ExtendWith(DevStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageUploadTest {
  private final Stack stack;
  private Visitor visitor;

  PageUploadTest(Stack stack) {
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

  @AfterEach
  void restore() {
    visitor.browser().desktop();
  }

  /** What the page is for, by somebody who has never seen it. */
  @Test
  void showsAmongTenPhotosTheOneWithACupWhyATextFileIsRefusedAndWhichAreSafe() {
    List<Path> files = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      files.add(visitor.photo("chelsea.png", "holiday-%d.png".formatted(i)));
    }
    files.add(visitor.photo("coffee.png", "breakfast.png"));
    files.add(visitor.file("shopping.txt", "milk".getBytes(StandardCharsets.UTF_8)));
    visitor.open("");

    visitor.choose(files);

    visitor.waitForText(Visitor.card("shopping.txt", "refused"), "Only JPEG or PNG");
    visitor.waitUntil("ten photos", () -> visitor.all(".card[data-phase=done]").size() == 10);
    assertThat(visitor.text(".uploads-summary")).isEqualTo("10 done · 1 not sent");
    assertThat(visitor.all(".card[data-phase=done] .steps .is-done:last-child"))
        .hasSize(10)
        .allSatisfy(step -> assertThat(step.getText()).isEqualTo("Backed up to Azure"));
    visitor.find(".search input").sendKeys("cup", Keys.ENTER);
    visitor.waitForText("h1", "Photos with “Cup”");
    visitor.find(".tile[href*='breakfast.png']").click();
    visitor.waitForText(".label[data-label=Cup]", "96 %");
    assertThat(visitor.text(".backup")).contains("Backed up to Azure");
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  void takesWhatIsDropped() {
    visitor.open("");

    visitor.drop(visitor.photo("cat-and-cup.jpg", "dropped.jpg"));

    visitor.waitForText(Visitor.card("dropped.jpg", "done"), "Cat 98 %");
  }

  @Test
  void takesWhatIsPasted() {
    visitor
        .browser()
        .driver()
        .executeCdpCommand(
            "Browser.grantPermissions",
            Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    visitor.open("");
    visitor
        .browser()
        .driver()
        .executeAsyncScript(
            """
            const done = arguments[0];
            const canvas = Object.assign(document.createElement('canvas'), {width: 90, height: 90});
            canvas.toBlob((blob) =>
                navigator.clipboard.write([new ClipboardItem({'image/png': blob})]).then(done));
            """);

    new Actions(visitor.browser().driver())
        .keyDown(Keys.CONTROL)
        .sendKeys("v")
        .keyUp(Keys.CONTROL)
        .perform();

    visitor.waitForText(Visitor.card("image.png", "done"), "Nothing recognised");
  }

  @Test
  void takesWhatAPhonesCameraSees() {
    visitor.browser().phone();
    visitor.open("");
    assertThat(visitor.find(".drop button.is-touch").isDisplayed()).isTrue();

    visitor
        .find("#camera[capture=environment]")
        .sendKeys(visitor.photo("coffee.png", "camera-shot.png").toString());

    visitor.waitForText(Visitor.card("camera-shot.png", "done"), "Cup 96 %");
  }
}
