package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers that a CloudFront response headers policy puts on every answer. */
final class ResponseHeaders {
  private ResponseHeaders() {}

  static Map<String, String> of(Inputs policy) {
    Map<String, String> headers = new LinkedHashMap<>();
    policy
        .optionalObject("securityHeadersConfig")
        .ifPresent(security -> addSecurityHeaders(headers, security));
    policy
        .optionalObject("customHeadersConfig")
        .ifPresent(
            custom ->
                custom
                    .objects("items")
                    .forEach(
                        item ->
                            headers.put(overriding(item).string("header"), item.string("value"))));
    return headers;
  }

  private static void addSecurityHeaders(Map<String, String> headers, Inputs security) {
    security
        .optionalObject("contentSecurityPolicy")
        .ifPresent(
            csp ->
                headers.put(
                    "Content-Security-Policy", overriding(csp).string("contentSecurityPolicy")));
    security
        .optionalObject("contentTypeOptions")
        .map(ResponseHeaders::overriding)
        .ifPresent(options -> headers.put("X-Content-Type-Options", "nosniff"));
    security
        .optionalObject("frameOptions")
        .ifPresent(
            options -> headers.put("X-Frame-Options", overriding(options).string("frameOption")));
    security
        .optionalObject("referrerPolicy")
        .ifPresent(
            referrer ->
                headers.put("Referrer-Policy", overriding(referrer).string("referrerPolicy")));
    security
        .optionalObject("strictTransportSecurity")
        .ifPresent(
            transport ->
                headers.put(
                    "Strict-Transport-Security",
                    "max-age=" + overriding(transport).integer("accessControlMaxAgeSec")));
  }

  /** Without it, an origin's own header would stay, which the laptop's distributions do not do. */
  private static Inputs overriding(Inputs header) {
    if (!header.bool("override", false)) {
      throw new IllegalArgumentException(
          "a response headers policy must override the origins' headers: " + header.asMap());
    }
    return header;
  }
}
