package dev.twinlens.backup;

import java.util.Base64;

/** The checksums of a whole object. */
final class Checksums {
  private final byte[] md5;
  private final byte[] sha256;
  private final String crc64NvmeBase64;

  Checksums(byte[] md5, byte[] sha256, String crc64NvmeBase64) {
    this.md5 = md5.clone();
    this.sha256 = sha256.clone();
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
