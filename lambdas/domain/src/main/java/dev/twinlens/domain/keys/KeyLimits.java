package dev.twinlens.domain.keys;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What can be a key at all. DynamoDB rejects one that is too long, where an unknown one only has no
 * item, so a client's text is measured before DynamoDB is called.
 */
public final class KeyLimits {
  /** S3's limit on an object's key, in bytes of UTF-8. DynamoDB's, of a partition key, is 2,048. */
  public static final int MAX_OBJECT_KEY_BYTES = 1024;

  /** DynamoDB's limit on a sort key, which is what a label's name is, in bytes of UTF-8. */
  public static final int MAX_LABEL_BYTES = 1024;

  private KeyLimits() {}

  /** Whether an object can have this key; false if it is empty or not valid Unicode. */
  public static boolean isObjectKey(String text) {
    return fits(text, MAX_OBJECT_KEY_BYTES);
  }

  /** Whether a label can have this name; false if it is empty or not valid Unicode. */
  public static boolean isLabel(String text) {
    return fits(text, MAX_LABEL_BYTES);
  }

  private static boolean fits(String text, int maxBytes) {
    try {
      // A CharsetEncoder rejects unpaired surrogates; getBytes() replaces them.
      int bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
      return bytes >= 1 && bytes <= maxBytes;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
