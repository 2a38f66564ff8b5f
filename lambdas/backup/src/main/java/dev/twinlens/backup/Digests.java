package dev.twinlens.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The checksums of the same bytes, taken as they pass. */
final class Digests {
  private final MessageDigest md5 = digest("MD5");
  private final MessageDigest sha256 = digest("SHA-256");
  private final Crc64Nvme crc64 = new Crc64Nvme();

  void update(byte[] bytes, int length) {
    md5.update(bytes, 0, length);
    sha256.update(bytes, 0, length);
    crc64.update(bytes, length);
  }

  /** All of them, when the last byte has passed. */
  Sums finish() {
    return new Sums(md5.digest(), sha256.digest(), crc64.base64());
  }

  static byte[] md5(byte[] bytes, int length) {
    MessageDigest md5 = digest("MD5");
    md5.update(bytes, 0, length);
    return md5.digest();
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** The checksums of a whole object. */
  static final class Sums {
    private final byte[] md5;
    private final byte[] sha256;
    private final String crc64NvmeBase64;

    private Sums(byte[] md5, byte[] sha256, String crc64NvmeBase64) {
      this.md5 = md5;
      this.sha256 = sha256;
      this.crc64NvmeBase64 = crc64NvmeBase64;
    }

    byte[] md5() {
      return md5.clone();
    }

    String md5Base64() {
      return Base64.getEncoder().encodeToString(md5);
    }

    String sha256Base64() {
      return Base64.getEncoder().encodeToString(sha256);
    }

    String crc64NvmeBase64() {
      return crc64NvmeBase64;
    }
  }
}
