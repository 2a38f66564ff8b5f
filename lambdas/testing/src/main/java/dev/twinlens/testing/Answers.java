package dev.twinlens.testing;

import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import java.util.Map;

/** Reads what functions answer. */
public final class Answers {
  private Answers() {}

  /** A text that must be a JSON object. */
  public static Map<String, Object> json(String text) {
    try {
      return Json.object(text);
    } catch (MalformedJsonException e) {
      throw new AssertionError("not a JSON object: " + text, e);
    }
  }
}
