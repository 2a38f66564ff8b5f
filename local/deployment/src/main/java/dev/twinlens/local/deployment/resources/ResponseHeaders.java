package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers that a CloudFront response headers policy sets on every response. */
final class ResponseHeaders {
  private ResponseHeaders() {}

  static Map<String, String> of(Inputs policy) {
    Map<String, String> headers = new LinkedHashMap<>();
    policy
        .optionalObject("securityHeadersConfig")
        .ifPresent(security -> addSecurityHeaders(headers, security));
    policy.optionalObject("customHeadersConfig").stream()
        .flatMap(custom -> custom.objects("items").stream())
        .map(ResponseHeaders::overriding)
        .forEach(item -> headers.put(item.string("header"), item.string("value")));
    return headers;
  }

  private static void addSecurityHeaders(Map<String, String> headers, Inputs security) {
    security
        .optionalObject("contentSecurityPolicy")
        .map(ResponseHeaders::overriding)
        .ifPresent(
            csp -> headers.put("Content-Security-Policy", csp.string("contentSecurityPolicy")));
    security
        .optionalObject("contentTypeOptions")
        .map(ResponseHeaders::overriding)
        .ifPresent(options -> headers.put("X-Content-Type-Options", "nosniff"));
    security
        .optionalObject("frameOptions")
        .map(ResponseHeaders::overriding)
        .ifPresent(options -> headers.put("X-Frame-Options", options.string("frameOption")));
    security
        .optionalObject("referrerPolicy")
        .map(ResponseHeaders::overriding)
        .ifPresent(referrer -> headers.put("Referrer-Policy", referrer.string("referrerPolicy")));
    security
        .optionalObject("strictTransportSecurity")
        .map(ResponseHeaders::overriding)
        .ifPresent(
            transport ->
                headers.put(
                    "Strict-Transport-Security",
                    "max-age=" + transport.integer("accessControlMaxAgeSec")));
  }

  /** An origin's own header never stays here. */
  private static Inputs overriding(Inputs header) {
    header.requireValue("override", true);
    return header;
  }
}
