package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.website.Chromium;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** A person's way in: the page, in a real browser, on the deployment that Amplify would serve. */
@ExtendWith(Laptop.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Stack stack;
  private Chromium browser;

  PageTest(Stack stack) {
    this.stack = stack;
  }

  @BeforeAll
  void start() {
    browser = Chromium.start();
  }

  @AfterAll
  void stop() {
    browser.close();
  }

  @Test
  void showsLabelsBoxesAndTheCopyOfEveryPhotoThatIsChosen() {
    browser.driver().get(stack.site().toString());
    choose(Labels.OF_PHOTO.keySet());

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> find(".card[data-phase=done]").size() == Labels.OF_PHOTO.size());

    assertThat(card("chelsea.png").getText()).contains("Cat 93 %").contains("Backed up to Azure");
    assertThat(card("coffee.png").getText()).contains("Cup 96 %");
    assertThat(card("rocket.jpg").getText()).contains("Backed up to Azure");
    assertThat(browser.consoleErrors())
        .as("a photo that is not there yet is asked for again; anything else is a mistake")
        .allMatch(error -> error.contains("Failed to load resource"));
  }

  @Test
  void showsOnePhotoWithABoxAroundTheCat() {
    browser.driver().get(stack.site().toString());
    choose(List.of("chelsea.png"));
    Awaitility.await().atMost(PATIENCE).until(() -> !find(".card[data-phase=done]").isEmpty());

    browser
        .driver()
        .get(card("chelsea.png").findElement(By.cssSelector("a")).getDomProperty("href"));
    Awaitility.await().atMost(PATIENCE).until(() -> !find(".box").isEmpty());

    assertThat(find(".box")).hasSize(1);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> browser.driver().findElement(By.tagName("main")).getText(),
            text ->
                text.contains("Cat")
                    && text.contains("93 %")
                    && text.contains("Backed up to Azure"));
    browser.screenshot(Path.of("target/screenshots/photo.png"));
  }

  @Test
  void saysWhyATextFileIsNotSent() {
    browser.driver().get(stack.site().toString());
    choose(List.of("LICENSES.md"));

    Awaitility.await().until(() -> !find(".card[data-phase=refused]").isEmpty());
    assertThat(card("LICENSES.md").getText()).contains("JPEG or PNG");
  }

  private void choose(Collection<String> photos) {
    Awaitility.await().until(() -> !find("input[type=file][multiple]").isEmpty());
    String files =
        photos.stream()
            .map(name -> Laptop.PHOTOS.resolve(name).toString())
            .collect(Collectors.joining("\n"));
    find("input[type=file][multiple]").get(0).sendKeys(files);
  }

  private WebElement card(String name) {
    return browser.driver().findElement(By.cssSelector(".card[data-name='" + name + "']"));
  }

  private List<WebElement> find(String selector) {
    return browser.driver().findElements(By.cssSelector(selector));
  }
}
