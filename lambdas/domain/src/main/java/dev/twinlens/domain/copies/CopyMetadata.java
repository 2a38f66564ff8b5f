package dev.twinlens.domain.copies;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The metadata of a copy's blob: the version that it is a copy of ({@link CopiedVersion}), and the
 * object's attributes as base64url JSON in {@code usermetadata}. Where both exceed what Azure
 * allows, the attributes are the content of a second blob ({@link CopyName#attributes}), and {@code
 * usermetadatablob} is there instead.
 *
 * @param values names and values of the copy's metadata
 * @param secondBlob the JSON that the second blob has as its content; empty when there is none
 */
public record CopyMetadata(Map<String, String> values, Optional<String> secondBlob) {
  /** Azure: "The total size of all name/value pairs … cannot exceed 8 KiB". */
  static final int MAX_BYTES = 8 * 1024;

  private static final String ATTRIBUTES = "usermetadata";
  private static final String ATTRIBUTES_BLOB = "usermetadatablob";

  /** Keeps a copy. */
  public CopyMetadata {
    values = Map.copyOf(values);
  }

  public static CopyMetadata of(CopiedVersion version, ObjectAttributes attributes) {
    Map<String, String> values = version.metadata();
    if (attributes.isEmpty()) {
      return new CopyMetadata(values, Optional.empty());
    }
    String json = attributes.json();
    Map<String, String> whole = new LinkedHashMap<>(values);
    whole.put(
        ATTRIBUTES,
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(json.getBytes(StandardCharsets.UTF_8)));
    if (size(whole) <= MAX_BYTES) {
      return new CopyMetadata(whole, Optional.empty());
    }
    values.put(ATTRIBUTES_BLOB, "true");
    return new CopyMetadata(values, Optional.of(json));
  }

  /** The attributes that a blob's metadata holds; none when it names a second blob. */
  public static ObjectAttributes attributes(Map<String, String> metadata) {
    String encoded = ignoringCase(metadata).get(ATTRIBUTES);
    return encoded == null
        ? ObjectAttributes.NONE
        : ObjectAttributes.read(
            new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
  }

  /** Whether the attributes are in a second blob. */
  public static boolean hasSecondBlob(Map<String, String> metadata) {
    return ignoringCase(metadata).containsKey(ATTRIBUTES_BLOB);
  }

  static Map<String, String> ignoringCase(Map<String, String> metadata) {
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.putAll(metadata);
    return values;
  }

  private static int size(Map<String, String> metadata) {
    return metadata.entrySet().stream()
        .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
        .sum();
  }
}
