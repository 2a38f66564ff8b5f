package dev.twinlens.domain.copies;

import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What S3 keeps with an object version for its owner and a blob cannot hold as it is.
 *
 * @param metadata the user's metadata, names without {@code x-amz-meta-}
 * @param tags the object's tags
 * @param headers content headers that Azure would change or reject, names in lower case
 */
public record ObjectAttributes(
    Map<String, String> metadata, Map<String, String> tags, Map<String, String> headers) {
  public static final ObjectAttributes NONE = new ObjectAttributes(Map.of(), Map.of(), Map.of());

  /** Keeps copies. */
  public ObjectAttributes {
    metadata = Map.copyOf(metadata);
    tags = Map.copyOf(tags);
    headers = Map.copyOf(headers);
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  /** A JSON object with a member for each part that is not empty; the same text for equal ones. */
  public String json() {
    Map<String, Object> object = new LinkedHashMap<>();
    put(object, "metadata", metadata);
    put(object, "tags", tags);
    put(object, "headers", headers);
    return Json.write(object);
  }

  /**
   * Reads {@link #json()}.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  public static ObjectAttributes read(String json) {
    try {
      Map<String, Object> object = Json.object(json);
      return new ObjectAttributes(
          texts(object, "metadata"), texts(object, "tags"), texts(object, "headers"));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("The attributes of a copy are " + e.getMessage() + ".", e);
    }
  }

  private static void put(Map<String, Object> object, String name, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      object.put(name, new TreeMap<>(texts));
    }
  }

  private static Map<String, String> texts(Map<String, Object> object, String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (object.get(name) instanceof Map<?, ?> values) {
      values.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    }
    return texts;
  }
}
