package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page on Amplify: its headers name nothing of the stack, and the build writes the policy, with
 * the origins of the API and the buckets, into each page.
 */
@ExtendWith(DevStack.class)
class ContentSecurityPolicyTest {
  private final Stack stack;

  ContentSecurityPolicyTest(Stack stack) {
    this.stack = stack;
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "/, frame-ancestors 'none'",
        "/js/main.js, frame-ancestors 'none'",
        "/config.json, frame-ancestors 'none'",
        "/no-such-file, frame-ancestors 'none'",
        "/js/browser/checksum-worker.js, default-src 'none'"
      })
  void hasWhatOnlyAHeaderCanSayInEveryResponse(String path, String policy) {
    assertThat(send(path).headers())
        .containsEntry("content-security-policy", policy)
        .containsEntry("cross-origin-opener-policy", "same-origin")
        .containsEntry("cross-origin-resource-policy", "same-origin")
        .containsEntry("permissions-policy", "camera=(), geolocation=(), microphone=()")
        .containsEntry("referrer-policy", "no-referrer")
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("x-frame-options", "DENY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/index.html", "/api.html"})
  void isTheFirstElementOfEveryPage(String path) {
    String s3 = stack.environment().get("AWS_ENDPOINT_URL");

    assertThat(send(path).body())
        .containsPattern("<head>\\s*<meta http-equiv=\"Content-Security-Policy\"")
        .contains(
            "content=\"default-src 'none'; script-src 'self'; style-src 'self';"
                + " img-src 'self' blob: %1$s %1$s; connect-src 'self' %2$s %1$s %1$s;"
                    .formatted(s3, stack.output("apiUrl"))
                + " worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'\"");
  }

  private Response send(String path) {
    return stack.send(HttpRequest.newBuilder(stack.site().resolve(path)));
  }

  @Test
  void letsThePageWorkAndStopsAnIntruder() {
    Intruder.assertStoppedByThePolicyOf(stack);
  }
}
