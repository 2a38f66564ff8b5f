package dev.twinlens.domain.copies;

import dev.twinlens.domain.hashes.Hashes;

/**
 * The name in Azure Blob Storage for an object key: the key itself where Azure distinguishes that
 * name from all others, else the SHA-256 of the key below {@link #HASHED}.
 *
 * <p>Azure Storage and the URLs that carry its names treat some names as if they were others:
 * segments {@code .} and {@code ..} vanish, a segment loses the dot at its end, a backslash becomes
 * a slash, empty segments and control characters are not kept everywhere, and a name has at most
 * 254 segments and 1,024 characters ("Naming and referencing containers, blobs, and metadata").
 */
final class BlobName {
  static final String HASHED = "sha256-of-key/";

  private static final int MAX_SEGMENTS = 254;
  private static final int MAX_CHARACTERS = 1024;

  private BlobName() {}

  /**
   * The name for a key, to which a suffix will be appended.
   *
   * @param suffix a last segment with a slash before it; empty for none
   */
  static String of(String key, String suffix) {
    return isKept(key) && fits(key + suffix) ? key : HASHED + Hashes.sha256Hex(key);
  }

  private static boolean fits(String name) {
    return name.length() <= MAX_CHARACTERS && name.split("/", -1).length <= MAX_SEGMENTS;
  }

  private static boolean isKept(String key) {
    if (key.startsWith(HASHED)) {
      return false;
    }
    for (String segment : key.split("/", -1)) {
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
