package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.testing.Photos;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Finding photos again on the page: by scrolling, by label, by link, by keyboard alone. */
@ExtendWith(DevStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageBrowseTest {
  /** What the page asks for at a time. */
  private static final int PAGE = 24;

  private final Stack stack;
  private Visitor visitor;

  PageBrowseTest(Stack stack) {
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

  @BeforeEach
  void forgetComplaints() {
    visitor.browser().consoleErrors();
  }

  @Test
  void loadsMoreAsOneScrollsAndComesBackThereAfterAReload() {
    while (stack.send(stack.api("/images?limit=" + (PAGE + 1)).GET()).json().path("items").size()
        <= PAGE) {
      post("rocket.jpg");
    }
    visitor.open("");
    visitor.waitUntil("a page", () -> visitor.all(".tile").size() == PAGE);

    visitor.script("scrollTo(0, document.body.scrollHeight)");
    visitor.waitUntil("the next page", () -> visitor.all(".tile").size() > PAGE);
    visitor.script("scrollTo(0, 500)");
    visitor.waitUntil(
        "the place to be kept",
        () -> Objects.equals(visitor.script("return history.state?.place?.y"), 500L));
    visitor.reload();

    visitor.waitUntil(
        "the place", () -> Objects.equals(visitor.script("return Math.round(scrollY)"), 500L));
    assertThat(visitor.all(".tile")).hasSizeGreaterThan(PAGE);
  }

  @Test
  void findsPhotosByLabelWithALeastConfidence() {
    post("chelsea.png");
    String catAndCup = post("cat-and-cup.jpg");
    visitor.open("");
    visitor.waitUntil(
        "suggestions",
        () ->
            Boolean.TRUE.equals(
                visitor.script(
                    "return [...document.querySelectorAll('#labels option')].some(o => o.value =="
                        + " 'Cat')")));

    visitor.find(".search input").sendKeys("cat", Keys.ENTER);
    visitor.waitForText("h1", "Photos with “Cat”");
    visitor.waitForText(".search-view .tile-labels", "Cat 93 %");
    visitor.find("#least").sendKeys(Keys.END, Keys.ARROW_LEFT);

    visitor.waitUntil("the place", () -> visitor.hash().endsWith("minConfidence=95"));
    visitor.waitUntil(
        "only what is certain",
        () ->
            Boolean.TRUE.equals(
                visitor.script(
                    "return [...document.querySelectorAll('.search-view .tile-labels')].every(each"
                        + " => each.textContent.includes('Cat 98 %'))")));
    visitor.waitFor(".search-view .tile[href*='" + Stack.encoded(catAndCup) + "']");
  }

  @Test
  void opensWhatALinkSaysAndKeepsItOverAReload() {
    String key = post("cat-and-cup.jpg");
    visitor.open("#/photos/" + Stack.encoded(key) + "?from=95");

    visitor.waitForText(".labels [role=status]", "shown");
    assertThat(visitor.all(".box")).hasSize(1);
    visitor.reload();
    visitor.waitFor(".box[data-label=Cat]");
    assertThat(visitor.all(".box")).hasSize(1);
    assertThat(visitor.text(".labels output")).isEqualTo("at least 95 %");

    visitor.open("#/search?label=Cup&minConfidence=90");
    visitor.waitFor(".search-view .tile[href*='" + Stack.encoded(key) + "']");
    assertThat(visitor.text(".search-view output")).isEqualTo("at least 90 %");
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  void deletesAPhotoWhereTheApiOffersIt() {
    String key = post("rocket.jpg");
    stack.awaitDone(key);
    visitor.open("#/photos/" + Stack.encoded(key));

    visitor.find(".photo-tools .is-bad:not([hidden])").click();
    visitor.find("dialog[open] .is-danger").click();

    visitor.waitForText(".toast", "deleted");
    visitor.waitFor(".tile");
    assertThat(visitor.all(".tile[href*='" + Stack.encoded(key) + "']")).isEmpty();
    assertThat(stack.image(key).status()).isEqualTo(404);
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  void isUsableWithTheKeyboardAlone() {
    String key = post("cat-and-cup.jpg");
    String tile = ".tile[href*='" + Stack.encoded(key) + "']";
    visitor.open("");
    visitor.waitFor(".tile");

    visitor.tabTo(".search input");
    visitor.press("cup", Keys.ENTER);
    visitor.waitFor(".search-view " + tile);
    visitor.tabTo(tile);
    visitor.press(Keys.ENTER);
    visitor.waitFor(".label");
    visitor.tabTo(".label[data-label=Cup] button");
    assertThat(visitor.all(".box.is-lit[data-label=Cup]")).hasSize(1);
    visitor.tabTo(".raw-part summary");
    visitor.press(Keys.ENTER);
    visitor.waitForText(".raw-part[open] pre", "LabelModelVersion");
    visitor.script("history.back()");

    visitor.waitUntil(
        "the focus back on the tile",
        () ->
            Boolean.TRUE.equals(
                visitor.script("return document.activeElement.matches(arguments[0])", tile)));
  }

  private String post(String photo) {
    Response response = stack.postImage("image/png", Photos.read(photo));
    assertThat(response.status()).as(response.body()).isEqualTo(201);
    return response.json().path("key").asText();
  }
}
