package dev.twinlens.site.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** The Twinlens page in a browser, as a person uses it. */
public class Page implements AutoCloseable {
  private static final int MOST_TABS = 80;

  private final Chromium browser;
  private final URI site;
  private final Path files;
  private final Duration patience;

  /**
   * @param browser closed with this page
   * @param site the page's address, without a slash at the end
   * @param files a folder for the files that the person chooses
   * @param patience every wait fails after this time
   */
  public Page(Chromium browser, URI site, Path files, Duration patience) {
    this.browser = browser;
    this.site = site;
    this.files = files.toAbsolutePath();
    this.patience = patience;
  }

  @Override
  public void close() {
    browser.close();
  }

  public final Chromium browser() {
    return browser;
  }

  public final ChromeDriver driver() {
    return browser.driver();
  }

  /** Loads the page at an address such as {@code "#/search?label=Cat"}. */
  public final Page open(String hash) {
    // The browser does not load an address again that differs only in its fragment.
    driver().get("about:blank");
    driver().get(site + "/" + hash);
    waitFor("main h1");
    return this;
  }

  public final void reload() {
    driver().navigate().refresh();
    waitFor("main h1");
  }

  /** The present address' fragment. */
  public final String hash() {
    return (String) value("return location.hash");
  }

  /** The address of a photo's view. */
  public static String photoHash(String key) {
    return "#/photos/" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The card of the upload with this file name and phase. */
  public static String card(String name, String phase) {
    return ".card[data-name='" + name + "'][data-phase='" + phase + "']";
  }

  /** A file on the person's disk. */
  public final Path file(String name, byte[] content) {
    try {
      return Files.write(Files.createDirectories(files).resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public final void choose(Path... chosen) {
    choose(List.of(chosen));
  }

  public final void choose(Collection<Path> chosen) {
    find("#chooser")
        .sendKeys(chosen.stream().map(Page::absolute).collect(Collectors.joining("\n")));
  }

  /** A drag from the desktop, through the browser's own input. */
  public final void drop(Path... dropped) {
    Map<String, Object> data =
        Map.of(
            "items", List.of(),
            "files", Stream.of(dropped).map(Page::absolute).toList(),
            "dragOperationsMask", 1);
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      driver()
          .executeCdpCommand(
              "Input.dispatchDragEvent", Map.of("type", type, "x", 400, "y", 500, "data", data));
    }
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().toString();
  }

  public final WebElement find(String selector) {
    waitFor(selector);
    return driver().findElement(By.cssSelector(selector));
  }

  public final List<WebElement> all(String selector) {
    return driver().findElements(By.cssSelector(selector));
  }

  public final int count(String selector) {
    return all(selector).size();
  }

  public final String text(String selector) {
    return find(selector).getText();
  }

  /** The texts of all these elements at one moment, as the document has them. */
  @SuppressWarnings("unchecked")
  public final List<String> texts(String selector) {
    return (List<String>)
        value(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim())",
            selector);
  }

  /** The button with this text, when it is displayed. */
  public final WebElement button(String text) {
    By button = By.xpath("//button[normalize-space()='" + text + "']");
    waitUntil(
        "the button " + text,
        () -> driver().findElements(button).stream().anyMatch(WebElement::isDisplayed));
    return driver().findElement(button);
  }

  public final void click(String selector) {
    find(selector).click();
  }

  /** Touches an element with a finger. */
  public final void tap(String selector) {
    Rectangle place = find(selector).getRect();
    Number scrolled = (Number) value("return scrollY");
    Map<String, Object> point =
        Map.of(
            "x", place.x + place.width / 2, "y", place.y + place.height / 2 - scrolled.intValue());
    touch("touchStart", List.of(point));
    touch("touchEnd", List.of());
  }

  private void touch(String type, List<Map<String, Object>> points) {
    driver()
        .executeCdpCommand("Input.dispatchTouchEvent", Map.of("type", type, "touchPoints", points));
  }

  public final void hover(String selector) {
    new Actions(driver()).moveToElement(find(selector)).perform();
  }

  public final void press(CharSequence... keys) {
    new Actions(driver()).sendKeys(keys).perform();
  }

  /** Presses Tab until the focus is on this element. */
  public final void tabTo(String selector) {
    for (int i = 0; i < MOST_TABS; i++) {
      press(Keys.TAB);
      if (value("return document.activeElement.matches(arguments[0])", selector).equals(true)) {
        return;
      }
    }
    throw new AssertionError("%d Tab keys do not lead to %s".formatted(MOST_TABS, selector));
  }

  public final void tabBack() {
    new Actions(driver()).keyDown(Keys.SHIFT).sendKeys(Keys.TAB).keyUp(Keys.SHIFT).perform();
  }

  /** The focused element: tag, id and first class, as in {@code input#least}. */
  public final String focused() {
    return (String)
        value(
            "const e = document.activeElement; return e.tagName.toLowerCase() + (e.id ? '#' + e.id"
                + " : '') + (e.className ? '.' + e.className.split(' ')[0] : '')");
  }

  /** The focused element's {@code aria-label}; empty when it has none. */
  public final String focusedLabel() {
    return (String) value("return document.activeElement.getAttribute('aria-label') ?? ''");
  }

  public final String focusedText() {
    return (String) value("return document.activeElement.textContent.trim()");
  }

  /** The script's result; null when it has none. */
  public final @Nullable Object script(String script, Object... arguments) {
    return driver().executeScript(script, arguments);
  }

  /** The result of a script that has one. */
  private Object value(String script, Object... arguments) {
    Object value = script(script, arguments);
    if (value == null) {
      throw new AssertionError("The script has no result: " + script);
    }
    return value;
  }

  public final void waitFor(String selector) {
    waitUntil(selector, () -> count(selector) > 0);
  }

  public final void waitForCount(String selector, int count) {
    waitUntil(count + " of " + selector, () -> count(selector) == count);
  }

  public final void waitForText(String selector, String text) {
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

  public final void waitUntil(String what, Callable<Boolean> condition) {
    await(what).atMost(patience).until(condition);
  }

  /**
   * The errors on the console since the last call. The page requests a photo that does not exist
   * yet again, and repeats what a busy API refuses: these are not errors.
   */
  public final List<String> complaints() {
    return browser.consoleErrors().stream()
        .filter(error -> !(error.contains("/images/") && error.contains("status of 404")))
        .filter(error -> !error.contains("status of 429") && !error.contains("status of 503"))
        .toList();
  }
}
