package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.pulumi.Inputs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResponseHeadersTest {
  @Test
  void readsSecurityAndOtherHeaders() {
    assertThat(
            ResponseHeaders.of(
                Inputs.of(
                    Map.of(
                        "securityHeadersConfig",
                        Map.of(
                            "contentSecurityPolicy",
                            Map.of("contentSecurityPolicy", "default-src 'none'", "override", true),
                            "contentTypeOptions",
                            Map.of("override", true),
                            "frameOptions",
                            Map.of("frameOption", "DENY", "override", true),
                            "referrerPolicy",
                            Map.of("referrerPolicy", "no-referrer", "override", true),
                            "strictTransportSecurity",
                            Map.of("accessControlMaxAgeSec", 60.0, "override", true)),
                        "customHeadersConfig",
                        Map.of(
                            "items",
                            List.of(Map.of("header", "X-A", "value", "b", "override", true)))))))
        .isEqualTo(
            Map.of(
                "Content-Security-Policy", "default-src 'none'",
                "X-Content-Type-Options", "nosniff",
                "X-Frame-Options", "DENY",
                "Referrer-Policy", "no-referrer",
                "Strict-Transport-Security", "max-age=60",
                "X-A", "b"));
  }

  @Test
  void refusesToLetAnOriginsHeaderStay() {
    Inputs policy =
        Inputs.of(
            Map.of(
                "customHeadersConfig",
                Map.of(
                    "items", List.of(Map.of("header", "X-A", "value", "b", "override", false)))));

    assertThatThrownBy(() -> ResponseHeaders.of(policy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("customHeadersConfig.items[0].override is false");
  }
}
