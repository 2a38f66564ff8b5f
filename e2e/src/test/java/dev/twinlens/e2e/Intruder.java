package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.testing.Photos;
import java.util.List;

/** An attacker who has injected a script into the page. */
final class Intruder {
  /** The attempts, one in each line. */
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

  private Intruder() {}

  /**
   * Uses the page as people do, which its policy must allow. Then tries what the policy forbids:
   * the browser must stop and report each attempt.
   */
  static void assertStoppedByThePolicyOf(Stack stack) {
    String key = "policy.png";
    stack.putObject(key, Photos.read("coffee.png"));
    stack.awaitImage(key, image -> image.path("status").asText().equals("labelled"));
    try (Visitor visitor = new Visitor(stack);
        Elsewhere elsewhere = Elsewhere.start()) {
      visitor.open("");
      visitor.choose(visitor.photo("chelsea.png", "allowed.png"));
      visitor.waitFor(Visitor.card("allowed.png", "done"));
      visitor.open("#/photos/" + key);
      visitor.waitUntil(
          "the photo from the bucket",
          () ->
              Boolean.TRUE.equals(
                  visitor.script(
                      "return [...document.querySelectorAll('main img')].some((img) =>"
                          + " img.src.startsWith('http') && img.naturalWidth > 0)")));
      assertThat(visitor.browser().consoleErrors()).noneMatch(Intruder::isRefusal);

      assertStopped(visitor, elsewhere);
      assertThat(visitor.browser().consoleErrors()).anyMatch(Intruder::isRefusal);
    }
  }

  private static void assertStopped(Visitor visitor, Elsewhere elsewhere) {
    visitor.browser().driver().manage().timeouts().scriptTimeout(Stack.PATIENCE);
    List<?> violations =
        (List<?>) visitor.browser().driver().executeAsyncScript(INTRUSION, elsewhere.origin());

    assertThat(violations)
        .map(String::valueOf)
        .containsExactlyInAnyOrder(
            "script-src-elem inline",
            "script-src-elem " + elsewhere.origin() + "/script.js",
            "img-src " + elsewhere.origin() + "/picture.png",
            "style-src-elem inline",
            "connect-src " + elsewhere.origin() + "/call");
    assertThat(visitor.script("return window.intruded")).isNull();
    assertThat(elsewhere.requests()).isEmpty();
  }

  /** Whether the line of the console reports a violation of the policy. */
  private static boolean isRefusal(String consoleError) {
    return consoleError.contains("violates the content security policy")
        || consoleError.contains("violates the following Content Security Policy");
  }
}
