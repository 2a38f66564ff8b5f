package dev.twinlens.queryimages;

import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import dev.twinlens.runtime.http.FieldError;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a page of a list ended, as text that a client returns unread. It is bound to its list: one
 * of another list, or one that was changed, is rejected. It grants nothing that the list itself
 * does not, so a checksum is enough. Anyone can compute that, so the list checks a position before
 * it continues from there.
 */
final class Cursor {
  private static final int CHECKSUM_BYTES = 9;

  private Cursor() {}

  /**
   * Writes a position.
   *
   * @param list names the list, with everything that filters it
   */
  static String encode(String list, Map<String, String> position) {
    byte[] content = Json.write(new LinkedHashMap<>(position)).getBytes(StandardCharsets.UTF_8);
    byte[] cursor = Arrays.copyOf(checksum(list, content), CHECKSUM_BYTES + content.length);
    System.arraycopy(content, 0, cursor, CHECKSUM_BYTES, content.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  /**
   * Reads a position. Values that are not texts are read as empty.
   *
   * @throws ProblemException (400) when the cursor is not one of this list
   */
  static Map<String, String> decode(String list, String cursor) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(problem(), e);
    }
    byte[] content =
        Arrays.copyOfRange(bytes, Math.min(CHECKSUM_BYTES, bytes.length), bytes.length);
    boolean intact =
        bytes.length > CHECKSUM_BYTES
            && Arrays.equals(Arrays.copyOf(bytes, CHECKSUM_BYTES), checksum(list, content))
            && cursor.equals(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    if (!intact) {
      throw foreign();
    }
    try {
      Map<String, String> position = new LinkedHashMap<>();
      Json.object(new String(content, StandardCharsets.UTF_8))
          .forEach((name, value) -> position.put(name, value instanceof String s ? s : ""));
      return position;
    } catch (MalformedJsonException e) {
      throw new ProblemException(problem(), e);
    }
  }

  /**
   * One value of a position.
   *
   * @throws ProblemException (400) when the position does not have it
   */
  static String value(Map<String, String> position, String name) {
    String value = position.get(name);
    if (value == null) {
      throw foreign();
    }
    return value;
  }

  /** The response (400) to a position that its list cannot have returned. */
  static ProblemException foreign() {
    return new ProblemException(problem());
  }

  private static Problem problem() {
    return Problem.invalid(
        List.of(
            new FieldError(
                "cursor", "Does not belong to this list. Omit it to start from the first page.")));
  }

  private static byte[] checksum(String list, byte[] content) {
    MessageDigest sha256 = Hashes.sha256();
    sha256.update(list.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    return Arrays.copyOf(sha256.digest(content), CHECKSUM_BYTES);
  }
}
