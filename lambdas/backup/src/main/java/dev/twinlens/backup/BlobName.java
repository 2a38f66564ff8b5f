package dev.twinlens.backup;

import dev.twinlens.domain.hashes.Hashes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The blob's name for an object key: the key itself where Azure distinguishes that name from all
 * others, else the SHA-256 of the key under a prefix of its own.
 *
 * <p>Azure Storage and the URLs that carry its names treat some names as if they were others:
 * segments {@code .} and {@code ..} vanish, a segment loses the dot at its end, a backslash becomes
 * a slash, empty segments and control characters are not kept everywhere, and a name has at most
 * 254 segments ("Naming and referencing containers, blobs, and metadata"). Such a key can be too
 * long to be written with escapes, hence the hash; the metadata has the key.
 */
record BlobName(String value, boolean isLiteral) {
  static final String HASHED = "sha256-of-key/";

  private static final int MAX_SEGMENTS = 254;
  private static final int MAX_CHARACTERS = 1024;

  static BlobName of(String key) {
    return isKept(key)
        ? new BlobName(key, true)
        : new BlobName(HASHED + Hashes.sha256Hex(key), false);
  }

  /** The key in characters that a header may contain; {@link java.net.URLDecoder} decodes it. */
  static String encodeForMetadata(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8);
  }

  private static boolean isKept(String key) {
    if (key.startsWith(HASHED) || key.length() > MAX_CHARACTERS) {
      return false;
    }
    String[] segments = key.split("/", -1);
    if (segments.length > MAX_SEGMENTS) {
      return false;
    }
    for (String segment : segments) {
      if (segment.isEmpty() || segment.endsWith(".") || segment.endsWith(" ")) {
        return false;
      }
    }
    return key.codePoints().allMatch(BlobName::isKept);
  }

  private static boolean isKept(int character) {
    return character != '\\'
        && switch (Character.getType(character)) {
          case Character.CONTROL,
              Character.UNASSIGNED,
              Character.SURROGATE,
              Character.PRIVATE_USE ->
              false;
          default -> true;
        };
  }
}
