package dev.twinlens.local.website;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;

/**
 * Takes a picture of each view for people to look at, in {@code target/screenshots}, and checks
 * what holds for all of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ScreenshotTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

  private FakeApi api;
  private AmplifyHosting site;
  private Chromium chromium;
  private String fourKey;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    api = FakeApi.start(0);
    Instant now = Instant.now();
    List<String> names =
        List.of("chelsea.png", "coffee.png", "cat-and-cup.jpg", "rocket.jpg", "camera.png");
    for (int i = 0; i < names.size(); i++) {
      api.seed(PageSite.PHOTOS.resolve(names.get(i)), now.minus(2 + i * 7L, ChronoUnit.HOURS));
    }
    api.seed(PageSite.PHOTOS.resolve("astronaut.png"), now.minus(9, ChronoUnit.DAYS));
    fourKey =
        api.seed(PageSite.PHOTOS.resolve("four.jpg"), now.minus(10, ChronoUnit.DAYS), "a+b/ü %");
    api.seedUnfinished(PageSite.PHOTOS.resolve("coffee.png"), now.minusSeconds(40), true);
    api.seedUnfinished(PageSite.PHOTOS.resolve("rocket.jpg"), now.minusSeconds(30), false);
    Path noPhoto = Files.writeString(data.resolve("holiday.jpg"), "this is no photo");
    api.seed(noPhoto, now.minusSeconds(3_000));
    site = PageSite.serve(api, data.resolve("site"), 0);
    chromium = Chromium.start();
  }

  @AfterAll
  void stop() {
    chromium.close();
    site.close();
    api.close();
  }

  Stream<Arguments> views() {
    return Stream.of("light", "dark")
        .flatMap(
            scheme ->
                Stream.of("desktop", "phone")
                    .flatMap(
                        device ->
                            Stream.of("gallery", "photo", "search", "uploads", "single", "missing")
                                .map(view -> Arguments.of(view, scheme, device))));
  }

  @ParameterizedTest
  @MethodSource("views")
  void fitsItsWindowWithoutErrors(String view, String scheme, String device) {
    chromium.colourScheme(scheme);
    if (device.equals("phone")) {
      chromium.phone();
    } else {
      chromium.desktop();
    }
    chromium.driver().get("about:blank");
    chromium.consoleErrors();
    open(view);
    chromium.screenshot(PICTURES.resolve("%s-%s-%s.png".formatted(view, scheme, device)));

    Object overflow =
        chromium
            .driver()
            .executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat((Long) overflow).isNotPositive();
    // Asking for a photo that is not there (yet) is no mistake, though the browser logs it as one.
    assertThat(chromium.consoleErrors())
        .allMatch(error -> error.contains("/images/") && error.contains("404"));
  }

  private void open(String view) {
    String hash =
        switch (view) {
          case "photo" ->
              "#/photos/" + URLEncoder.encode(fourKey, StandardCharsets.UTF_8).replace("+", "%20");
          case "search" -> "#/search?label=Cat&minConfidence=80";
          case "missing" -> "#/photos/nothing";
          default -> "#/";
        };
    chromium.driver().get(site.endpoint() + "/" + hash);
    switch (view) {
      case "photo" -> waitFor(".box");
      case "missing" -> waitFor(".notice");
      case "uploads" -> {
        choose("chelsea.png", "cat-and-cup.jpg", "rocket.jpg");
        choose("LICENSES.md");
        waitFor(".card[data-phase=done]", 3);
        waitFor(".card[data-phase=refused]", 1);
      }
      case "single" -> {
        choose("chelsea.png");
        waitFor(".card[data-phase=done] .box", 1);
      }
      default -> waitFor(".tile");
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                chromium
                    .driver()
                    .executeScript(
                        "return [...document.images].filter(i => i.getBoundingClientRect().top < innerHeight).every(i => i.complete)")
                    .equals(true));
  }

  private void choose(String... names) {
    String paths =
        String.join(
            "\n",
            Stream.of(names)
                .map(name -> PageSite.PHOTOS.resolve(name).toAbsolutePath().toString())
                .toList());
    waitFor(".drop-limits:not(:empty)");
    chromium.driver().findElement(By.id("chooser")).sendKeys(paths);
  }

  private void waitFor(String selector) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !chromium.driver().findElements(By.cssSelector(selector)).isEmpty());
  }

  private void waitFor(String selector, int count) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> chromium.driver().findElements(By.cssSelector(selector)).size() >= count);
  }
}
