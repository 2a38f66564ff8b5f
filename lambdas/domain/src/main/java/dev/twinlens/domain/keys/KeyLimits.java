package dev.twinlens.domain.keys;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What can be a key at all. DynamoDB answers a longer one with an error where one that is only
 * unknown has no item, so what a client gives is measured before DynamoDB is asked.
 */
public final class KeyLimits {
  /** S3's limit on an object's key, in bytes of UTF-8. DynamoDB's, of a partition key, is 2,048. */
  public static final int MAX_OBJECT_KEY_BYTES = 1024;

  /** DynamoDB's limit on a sort key, which is what a label's name is, in bytes of UTF-8. */
  public static final int MAX_LABEL_BYTES = 1024;

  private KeyLimits() {}

  /** Whether an object can have this key; one that is empty, or no Unicode text, is none. */
  public static boolean isObjectKey(String text) {
    return fits(text, MAX_OBJECT_KEY_BYTES);
  }

  /** Whether a label can have this name; one that is empty, or no Unicode text, is none. */
  public static boolean isLabel(String text) {
    return fits(text, MAX_LABEL_BYTES);
  }

  private static boolean fits(String text, int maxBytes) {
    try {
      // An encoder of one's own refuses half a surrogate pair, which getBytes() would replace.
      int bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
      return bytes >= 1 && bytes <= maxBytes;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
