package dev.twinlens.domain.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where the results bucket keeps what is derived from an image: one object per kind and key. */
public enum DerivedKey {
  /** Rekognition's whole answer. */
  ANSWER("results/", ".json"),
  /** A small picture of it. */
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
    return prefix + "sha256-" + HexFormat.of().formatHex(sha256(imageKey)) + suffix;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
