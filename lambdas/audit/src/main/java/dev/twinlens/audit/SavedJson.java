package dev.twinlens.audit;

import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import java.util.Map;

/** What an audit has written for its next invocation. */
final class SavedJson {
  private SavedJson() {}

  /** Reads an object, which only this function writes. */
  static Map<String, Object> object(String json) {
    try {
      return Json.object(json);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("What the audit has saved cannot be read.", e);
    }
  }
}
