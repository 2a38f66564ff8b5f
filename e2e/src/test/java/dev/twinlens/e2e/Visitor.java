package dev.twinlens.e2e;

import dev.twinlens.local.testing.Photos;
import dev.twinlens.site.testing.Chromium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** A person in front of the page, with a real browser. */
final class Visitor implements AutoCloseable {
  final Chromium browser;
  private final Stack stack;

  /** With these switches for the browser. */
  Visitor(Stack stack, String... switches) {
    this.stack = stack;
    this.browser = Chromium.start(switches);
  }

  @Override
  public void close() {
    browser.close();
  }

  /** Loads the page anew at this place: {@code "#/search?label=Cat"}. */
  Visitor open(String hash) {
    // An address that differs in its fragment alone is not loaded again.
    browser.driver().get("about:blank");
    browser.driver().get(stack.site() + "/" + hash);
    waitFor("main h1");
    return this;
  }

  void reload() {
    browser.driver().navigate().refresh();
    waitFor("main h1");
  }

  /** A sample photo under a name of its own, as a file on the person's disk. */
  static Path photo(String sample, String name) {
    return file(name, Photos.read(sample));
  }

  static Path file(String name, byte[] content) {
    try {
      return Files.write(
          Files.createDirectories(Path.of("target/files")).resolve(name).toAbsolutePath(), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void choose(Path... files) {
    choose(Arrays.asList(files));
  }

  void choose(Collection<Path> files) {
    find("#chooser").sendKeys(files.stream().map(Path::toString).collect(Collectors.joining("\n")));
  }

  /** A drag from the desktop, through the browser's own input. */
  void drop(Path... files) {
    Map<String, Object> data =
        Map.of(
            "items", List.of(),
            "files", Arrays.stream(files).map(Path::toString).toList(),
            "dragOperationsMask", 1);
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      browser
          .driver()
          .executeCdpCommand(
              "Input.dispatchDragEvent", Map.of("type", type, "x", 400, "y", 500, "data", data));
    }
  }

  WebElement find(String selector) {
    waitFor(selector);
    return browser.driver().findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return browser.driver().findElements(By.cssSelector(selector));
  }

  String text(String selector) {
    return find(selector).getText();
  }

  /** The upload of a file with this name. */
  static String card(String name, String phase) {
    return ".card[data-name='" + name + "'][data-phase='" + phase + "']";
  }

  void press(CharSequence... keys) {
    new Actions(browser.driver()).sendKeys(keys).perform();
  }

  /** Tabs until the focus is there. */
  void tabTo(String selector) {
    for (int i = 0; i < 80; i++) {
      press(Keys.TAB);
      if (Boolean.TRUE.equals(
          script("return document.activeElement.matches(arguments[0])", selector))) {
        return;
      }
    }
    throw new AssertionError("No number of Tab keys leads to " + selector);
  }

  Object script(String script, Object... arguments) {
    return browser.driver().executeScript(script, arguments);
  }

  String place() {
    return (String) script("return location.hash");
  }

  void waitFor(String selector) {
    waitUntil(selector, () -> !all(selector).isEmpty());
  }

  void waitForText(String selector, String text) {
    waitUntil(
        selector + " with " + text,
        () -> {
          try {
            return all(selector).stream().anyMatch(each -> each.getText().contains(text));
          } catch (StaleElementReferenceException replaced) {
            return false;
          }
        });
  }

  void waitUntil(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Stack.PATIENCE).until(condition);
  }

  /**
   * What the browser complained about since the last call. A photo that is not there yet is asked
   * for again, as is an API that is busy; anything else is a mistake.
   */
  List<String> complaints() {
    return browser.consoleErrors().stream()
        .filter(error -> !(error.contains("/images/") && error.contains("status of 404")))
        .filter(error -> !error.contains("status of 429") && !error.contains("status of 503"))
        .toList();
  }
}
