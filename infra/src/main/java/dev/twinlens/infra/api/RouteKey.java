package dev.twinlens.infra.api;

import java.util.Locale;

/**
 * A method and a path as API Gateway writes them: {@code GET /images/{key+}}.
 *
 * @param text both, with a space between
 */
public record RouteKey(String text) {
  public String method() {
    return text.substring(0, text.indexOf(' '));
  }

  public String path() {
    return text.substring(text.indexOf('/'));
  }

  /** As in an execution ARN: {@code GET/images/{key+}}. */
  String inArn() {
    return method() + path();
  }

  /** As a part of a resource's name: {@code get-images-key}. */
  String inName() {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-").replaceAll("^-|-$", "");
  }
}
