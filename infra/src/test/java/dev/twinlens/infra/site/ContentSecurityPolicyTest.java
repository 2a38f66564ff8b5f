package dev.twinlens.infra.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContentSecurityPolicyTest {
  @Test
  void allowsCallsToTheApiAndBothDirectionsToTheBuckets() {
    assertThat(
            ContentSecurityPolicy.header(
                List.of("https://api.example"), List.of("https://a.example", "https://b.example")))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self';"
                + " img-src 'self' blob: https://a.example https://b.example;"
                + " connect-src 'self' https://api.example https://a.example https://b.example;"
                + " worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");
  }

  @Test
  void isClosedWithoutOrigins() {
    assertThat(ContentSecurityPolicy.header(List.of(), List.of()))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                + " connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none'");
  }
}
