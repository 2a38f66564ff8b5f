package dev.twinlens.backup;

import dev.twinlens.domain.hashes.Hashes;
import java.security.MessageDigest;

/** Computes the checksums of the same bytes as they pass. */
final class Digests {
  private final MessageDigest md5 = Hashes.md5();
  private final MessageDigest sha256 = Hashes.sha256();
  private final Crc64Nvme crc64 = new Crc64Nvme();

  void update(byte[] bytes, int length) {
    md5.update(bytes, 0, length);
    sha256.update(bytes, 0, length);
    crc64.update(bytes, length);
  }

  /** All of them, when the last byte has passed. */
  Checksums finish() {
    return new Checksums(md5.digest(), sha256.digest(), crc64.base64());
  }
}
