package dev.twinlens.site;

import static org.awaitility.Awaitility.await;

import dev.twinlens.local.hosting.AmplifyHosting;
import dev.twinlens.site.testing.Chromium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.io.FileHandler;

/** The page in a browser, in front of a fake API, for one test. */
final class Page implements AutoCloseable {
  static final Path PHOTOS = PageSite.PHOTOS;

  final FakeApi api;
  final AmplifyHosting site;
  final Chromium chromium;
  final Path folder;

  private Page(FakeApi api, AmplifyHosting site, Chromium chromium, Path folder) {
    this.api = api;
    this.site = site;
    this.chromium = chromium;
    this.folder = folder;
  }

  static Page start(Chromium chromium) throws Exception {
    Path folder = Files.createTempDirectory("page-");
    FakeApi api = FakeApi.start(0);
    AmplifyHosting site = PageSite.serve(api, folder, 0);
    chromium.desktop().colourScheme("light").motion("reduce");
    chromium.driver().get("about:blank");
    chromium.consoleErrors();
    return new Page(api, site, chromium, folder);
  }

  @Override
  public void close() {
    // First away from the page, with its polling, then the servers.
    chromium.driver().get("about:blank");
    // The next test may get the same port, and would go on with uploads that this one left.
    chromium
        .driver()
        .executeCdpCommand(
            "Storage.clearDataForOrigin",
            Map.of("origin", site.endpoint().toString(), "storageTypes", "all"));
    site.close();
    api.close();
    FileHandler.delete(folder.toFile());
  }

  Page open(String hash) {
    // The same address but for its fragment is no load: that is what a new test needs.
    chromium.driver().get("about:blank");
    chromium.driver().get(site.endpoint() + "/" + hash);
    waitFor("main h1");
    return this;
  }

  void reload() {
    chromium.driver().navigate().refresh();
    waitFor("main h1");
  }

  static String photoHash(String key) {
    return "#/photos/" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static Path photo(String name) {
    return PHOTOS.resolve(name).toAbsolutePath();
  }

  Path file(String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A sample photo under another name. */
  Path copy(String photo, String name) {
    try {
      return file(name, Files.readAllBytes(photo(photo)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void choose(Path... files) {
    find("#chooser")
        .sendKeys(
            String.join(
                "\n", Stream.of(files).map(file -> file.toAbsolutePath().toString()).toList()));
  }

  /** A real drag from the desktop, through the browser's own input. */
  void drop(Path... files) {
    Map<String, Object> data =
        Map.of(
            "items",
            List.of(),
            "files",
            Stream.of(files).map(file -> file.toAbsolutePath().toString()).toList(),
            "dragOperationsMask",
            1);
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      chromium
          .driver()
          .executeCdpCommand(
              "Input.dispatchDragEvent", Map.of("type", type, "x", 400, "y", 500, "data", data));
    }
  }

  WebElement find(String selector) {
    waitFor(selector);
    return chromium.driver().findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return chromium.driver().findElements(By.cssSelector(selector));
  }

  int count(String selector) {
    return all(selector).size();
  }

  String text(String selector) {
    return find(selector).getText();
  }

  void click(String selector) {
    find(selector).click();
  }

  /** The button with this text, once it is there to be pressed. */
  WebElement button(String text) {
    By button = By.xpath("//button[normalize-space()='" + text + "']");
    waitUntil(
        () -> chromium.driver().findElements(button).stream().anyMatch(WebElement::isDisplayed),
        "the button " + text);
    return chromium.driver().findElement(button);
  }

  /** With a finger. */
  void tap(String selector) {
    Rectangle place = find(selector).getRect();
    Number scrolled = (Number) script("return scrollY");
    Map<String, Object> point =
        Map.of(
            "x", place.x + place.width / 2, "y", place.y + place.height / 2 - scrolled.intValue());
    chromium
        .driver()
        .executeCdpCommand(
            "Input.dispatchTouchEvent",
            Map.of("type", "touchStart", "touchPoints", List.of(point)));
    chromium
        .driver()
        .executeCdpCommand(
            "Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
  }

  void press(CharSequence... keys) {
    new Actions(chromium.driver()).sendKeys(keys).perform();
  }

  void tabBack() {
    new Actions(chromium.driver())
        .keyDown(Keys.SHIFT)
        .sendKeys(Keys.TAB)
        .keyUp(Keys.SHIFT)
        .perform();
  }

  void hover(String selector) {
    new Actions(chromium.driver()).moveToElement(find(selector)).perform();
  }

  /** What reaches beyond the window's sides, but for what scrolls or is cut by itself. */
  @SuppressWarnings("unchecked")
  List<String> overflowing() {
    return (List<String>)
        script(
            """
            const width = document.documentElement.clientWidth;
            return [...document.querySelectorAll('body *')]
                .filter((e) => !e.closest('.chips, .raw, .visually-hidden, .skip, .card-name *'))
                .filter((e) => {
                  const r = e.getBoundingClientRect();
                  return r.width > 0 && (r.right > width + 1 || r.left < -1);
                })
                .map((e) => `${e.tagName} ${e.className} ${Math.round(e.getBoundingClientRect().right)}`);
            """);
  }

  /**
   * Puts a language in place of the page's: read from right to left, with marks around every text.
   */
  void translate() throws IOException {
    Path texts = folder.resolve("repository/site/public/js/texts.js");
    String original = Files.readString(texts);
    Files.writeString(
        texts,
        original
                .replace("export const texts =", "const original =")
                .replace("direction: 'ltr'", "direction: 'rtl'")
            + """
            const plain = ['language', 'direction'];
            const marked = (text) =>
                typeof text === 'string' ? `⟦${text}⟧`
                : typeof text === 'function' ? (...values) => marked(text(...values))
                : Object.fromEntries(Object.entries(text).map(
                    ([name, value]) => [name, plain.includes(name) ? value : marked(value)]));
            export const texts = marked(original);
            """);
  }

  /** Takes a module off the site, as a connection does that breaks before it has arrived. */
  void lose(String module) throws IOException {
    Files.delete(module(module));
  }

  /** Puts a lost module back. */
  void giveBack(String module) throws IOException {
    Files.copy(PageSite.REPOSITORY.resolve("site/public/js").resolve(module), module(module));
  }

  /** Takes the file away that names the API. */
  void unconfigure() {
    try {
      Files.delete(folder.resolve("data/amplify/repository/site/public/config.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path module(String module) {
    return folder.resolve("repository/site/public/js").resolve(module);
  }

  /** As if the connection had come back: what waits for it does not wait its time out. */
  void comeOnline() {
    script("dispatchEvent(new Event('online'))");
  }

  /** From now on no wait between tries or looks takes longer than a moment. */
  void hurry() {
    script(
        """
        window.patient = setTimeout;
        window.setTimeout = (action, ms) => patient(action, ms <= 30_000 ? Math.min(ms, 300) : ms);
        """);
  }

  /** Waits take their time again. */
  void takeTime() {
    script("window.setTimeout = window.patient");
  }

  /** Texts that {@link #translate} has not marked, but for what is not the page's own to say. */
  @SuppressWarnings("unchecked")
  List<String> untranslated() {
    return (List<String>)
        script(
            """
            const data = '.photo-name, .card-name, .label-name, .facts dd, .chip, .day, .raw, option,'
                + ' .photo-title .quiet, .callout.is-bad, .brand-name, noscript, script';
            const says = (text) => {
              let rest = text ?? '';
              for (let before; before !== rest; ) {
                before = rest;
                rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '');
              }
              return /\\p{L}/u.test(rest);
            };
            const found = [];
            for (const element of document.querySelectorAll('body, body *')) {
              for (const name of ['aria-label', 'aria-valuetext', 'alt', 'title', 'placeholder']) {
                if (says(element.getAttribute(name))) found.push(`${name}: ${element.outerHTML}`);
              }
              const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
              if (!element.closest(data) && own.some((node) => says(node.data))) {
                found.push(element.outerHTML);
              }
            }
            return found;
            """);
  }

  /** What has the focus, as a selector would name it: tag, class or id. */
  String focused() {
    return (String)
        script(
            "const e = document.activeElement; return e.tagName.toLowerCase() + (e.id ? '#' + e.id"
                + " : '') + (e.className ? '.' + e.className.split(' ')[0] : '')");
  }

  /** Its {@code aria-label}, empty when it has none. */
  String focusedLabel() {
    return (String) script("return document.activeElement.getAttribute('aria-label') ?? ''");
  }

  String focusedText() {
    return (String) script("return document.activeElement.textContent.trim()");
  }

  /** Tabs until the focus is there. */
  void tabTo(String selector) {
    for (int i = 0; i < 60; i++) {
      press(Keys.TAB);
      if (Boolean.TRUE.equals(
          chromium
              .driver()
              .executeScript("return document.activeElement.matches(arguments[0])", selector))) {
        return;
      }
    }
    throw new AssertionError("No number of Tab keys leads to " + selector);
  }

  Object script(String script, Object... arguments) {
    return chromium.driver().executeScript(script, arguments);
  }

  void waitFor(String selector) {
    waitUntil(() -> count(selector) > 0, selector);
  }

  void waitForCount(String selector, int count) {
    waitUntil(() -> count(selector) == count, count + " of " + selector);
  }

  void waitForText(String selector, String text) {
    waitUntil(
        () -> {
          try {
            return all(selector).stream().anyMatch(each -> each.getText().contains(text));
          } catch (StaleElementReferenceException replaced) {
            return false;
          }
        },
        selector + " with " + text);
  }

  void waitUntil(Callable<Boolean> condition, String what) {
    await(what).atMost(Duration.ofSeconds(20)).until(condition);
  }
}
