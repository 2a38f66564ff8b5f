package dev.twinlens.testing;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;

/** JSON as maps, lists, strings, numbers and booleans. */
public final class TestJson {
  private TestJson() {}

  /** A text that must be a JSON object. */
  public static Map<String, Object> object(String text) {
    try {
      return JSON.std.mapFrom(text);
    } catch (IOException e) {
      throw new AssertionError("not a JSON object: " + text, e);
    }
  }

  /** A value as JSON. */
  public static String write(Object value) {
    try {
      return JSON.std.asString(value);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
