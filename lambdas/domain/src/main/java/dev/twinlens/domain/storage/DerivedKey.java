package dev.twinlens.domain.storage;

import dev.twinlens.domain.hashes.Hashes;
import java.nio.charset.StandardCharsets;

/** Where the results bucket keeps what is derived from an image: one object per kind and key. */
public enum DerivedKey {
  /** Rekognition's whole response. */
  RESULT("results/", ".json"),
  /** A small image of it. */
  THUMBNAIL("thumbnails/", ".jpg");

  /** S3: "the length of the key name is at most 1,024 bytes". */
  private static final int MAX_BYTES = 1024;

  private final String prefix;
  private final String suffix;

  DerivedKey(String prefix, String suffix) {
    this.prefix = prefix;
    this.suffix = suffix;
  }

  public String of(String imageKey) {
    String literal = prefix + imageKey + suffix;
    if (literal.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
      return literal;
    }
    return prefix + "sha256-" + Hashes.sha256Hex(imageKey) + suffix;
  }
}
