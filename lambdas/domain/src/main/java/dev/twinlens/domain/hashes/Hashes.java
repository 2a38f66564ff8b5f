package dev.twinlens.domain.hashes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The hash functions that the product uses; every Java platform has them. */
public final class Hashes {
  private static final int PIECE = 256 * 1024;

  private Hashes() {}

  /** A SHA-256 that is fed piece by piece. */
  public static MessageDigest sha256() {
    return digest("SHA-256");
  }

  /** An MD5 that is fed piece by piece. Azure checks it; nothing relies on it for security. */
  public static MessageDigest md5() {
    return digest("MD5");
  }

  /** Feeds all bytes of a stream to the digests, in pieces. */
  public static void update(InputStream content, MessageDigest... digests) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int length = content.read(piece); length >= 0; length = content.read(piece)) {
      for (MessageDigest digest : digests) {
        digest.update(piece, 0, length);
      }
    }
  }

  /** The SHA-256 of the text in UTF-8, in lower-case hexadecimal digits. */
  public static String sha256Hex(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The SHA-256 in Base64, as S3 writes it in {@code x-amz-checksum-sha256}. */
  public static String sha256Base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(sha256().digest(bytes));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
