package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.website.Chromium;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;

/** What a person, and what an intruder, does on the page. */
final class PageInBrowser {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** What somebody tries who has got a script into the page; one try a line. */
  private static final String INTRUSION =
      """
      const [elsewhere, done] = arguments;
      const violations = [];
      document.addEventListener('securitypolicyviolation', (event) => {
        violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
        if (violations.length === 5) done(violations);
      });
      const add = (name, properties) =>
        document.body.append(Object.assign(document.createElement(name), properties));
      add('script', { textContent: 'window.intruded = true' });
      add('script', { src: `${elsewhere}/script.js` });
      add('img', { src: `${elsewhere}/picture.png` });
      add('style', { textContent: 'main { display: none }' });
      fetch(`${elsewhere}/call`).catch(() => {});
      """;

  private final Chromium browser;

  PageInBrowser(Chromium browser) {
    this.browser = browser;
  }

  void open(Stack stack) {
    browser.driver().get(stack.site().toString());
    Awaitility.await().atMost(PATIENCE).until(() -> isThere("input[type=file][multiple]"));
  }

  /** Chooses a photo and waits until it has arrived in the bucket. */
  void upload(String photo) {
    browser
        .driver()
        .findElement(By.cssSelector("input[type=file][multiple]"))
        .sendKeys(Laptop.PHOTOS.resolve(photo).toString());
    Awaitility.await(photo + " is sent")
        .atMost(PATIENCE)
        .until(() -> isThere(".card[data-phase=processing], .card[data-phase=done]"));
  }

  /** Opens a photo that is there and waits until the browser has got it from the bucket. */
  void show(Stack stack, String key) {
    browser.driver().get(stack.site().resolve("/#/photos/" + Stack.encoded(key)).toString());
    Awaitility.await(key + " is shown")
        .atMost(PATIENCE)
        .until(
            () ->
                (Boolean)
                    browser
                        .driver()
                        .executeScript(
                            "return [...document.querySelectorAll('main img')].some((img) =>"
                                + " img.src.startsWith('http') && img.naturalWidth > 0)"));
  }

  /** Tries what the policy forbids, and insists that the browser stops and reports every try. */
  void assertStopsIntruder(Elsewhere elsewhere) {
    browser.driver().manage().timeouts().scriptTimeout(PATIENCE);
    var violations = (List<?>) browser.driver().executeAsyncScript(INTRUSION, elsewhere.origin());

    assertThat(violations)
        .map(String::valueOf)
        .containsExactlyInAnyOrder(
            "script-src-elem inline",
            "script-src-elem " + elsewhere.origin() + "/script.js",
            "img-src " + elsewhere.origin() + "/picture.png",
            "style-src-elem inline",
            "connect-src " + elsewhere.origin() + "/call");
    assertThat(browser.driver().executeScript("return window.intruded")).isNull();
    assertThat(elsewhere.requests()).isEmpty();
  }

  /** Whether a line of the console says that the policy stopped something. */
  static boolean isRefusal(String consoleError) {
    return consoleError.contains("Content Security Policy");
  }

  private boolean isThere(String selector) {
    return !browser.driver().findElements(By.cssSelector(selector)).isEmpty();
  }
}
