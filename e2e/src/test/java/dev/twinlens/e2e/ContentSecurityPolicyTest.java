package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page on Amplify: the build writes its headers, with the origins of the API and the buckets.
 */
@ExtendWith(DevStack.class)
class ContentSecurityPolicyTest {
  private final Stack stack;

  ContentSecurityPolicyTest(Stack stack) {
    this.stack = stack;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/js/main.js", "/config.json", "/no-such-file"})
  void isSentWithEveryResponse(String path) {
    String s3 = stack.environment().get("AWS_ENDPOINT_URL");

    Response response = stack.send(HttpRequest.newBuilder(stack.site().resolve(path)));

    assertThat(response.headers())
        .containsEntry(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self';"
                + " img-src 'self' blob: %1$s %1$s; connect-src 'self' %2$s %1$s %1$s;"
                    .formatted(s3, stack.output("apiUrl"))
                + " worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'")
        .containsEntry("cross-origin-opener-policy", "same-origin")
        .containsEntry("cross-origin-resource-policy", "same-origin")
        .containsEntry("permissions-policy", "camera=(), geolocation=(), microphone=()")
        .containsEntry("referrer-policy", "no-referrer")
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("x-frame-options", "DENY");
  }

  @Test
  void letsThePageWorkAndStopsAnIntruder() {
    Intruder.assertStoppedByThePolicyOf(stack);
  }
}
