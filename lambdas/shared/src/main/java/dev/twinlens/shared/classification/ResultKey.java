package dev.twinlens.shared.classification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where Rekognition's answer for an object key is kept in the results bucket. */
final class ResultKey {
  /** S3: "the length of the key name is at most 1,024 bytes". */
  private static final int MAX_BYTES = 1024;

  private ResultKey() {}

  static String of(String key) {
    String literal = "results/" + key + ".json";
    if (literal.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
      return literal;
    }
    return "results/sha256-" + HexFormat.of().formatHex(sha256(key)) + ".json";
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
