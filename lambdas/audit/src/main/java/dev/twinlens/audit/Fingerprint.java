package dev.twinlens.audit;

import dev.twinlens.domain.hashes.Hashes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * 64 bits that stand for a key, or for one version of it: ten million versions have 80 MB instead
 * of a gigabyte. That one of ten million has the fingerprint of another is less likely than one in
 * two billion for a given version.
 */
final class Fingerprint {
  private Fingerprint() {}

  static long of(String key) {
    return of(key, "");
  }

  static long of(String key, String versionId) {
    MessageDigest digest = Hashes.sha256();
    digest.update(key.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(versionId.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}
