package dev.twinlens.operations.restoration;

import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.operations.copies.CopyBlob;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * The bytes of a copy. It hashes what passes, and gives the last bytes only when the whole has the
 * length, the SHA-256 and the MD5 of the copy: a request that sends a damaged copy cannot complete.
 */
final class VerifiedStream extends FilterInputStream {
  private final CopyBlob copy;
  private final MessageDigest sha256 = Hashes.sha256();
  private final MessageDigest md5 = Hashes.md5();
  private long passed;

  VerifiedStream(InputStream content, CopyBlob copy) {
    super(content);
    this.copy = copy;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read > 0) {
      sha256.update(bytes, offset, read);
      md5.update(bytes, offset, read);
      passed += read;
      if (passed >= copy.size()) {
        verify();
      }
    } else if (read < 0 && passed < copy.size()) {
      throw new DamagedCopyException(copy.name() + " ends after " + passed + " bytes.");
    }
    return read;
  }

  private void verify() throws IOException {
    String found = base64(clone(sha256));
    if (passed != copy.size() || !found.equals(copy.version().sha256())) {
      throw new DamagedCopyException(
          copy.name()
              + " is damaged: its bytes have the SHA-256 "
              + found
              + ", those that were copied had "
              + copy.version().sha256()
              + ".");
    }
    if (!copy.md5().isEmpty() && !base64(clone(md5)).equals(copy.md5())) {
      throw new DamagedCopyException(copy.name() + " is damaged: its bytes have another MD5.");
    }
  }

  private static MessageDigest clone(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every Java platform's digests can be cloned", e);
    }
  }

  private static String base64(MessageDigest digest) {
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public long skip(long count) throws IOException {
    throw new IOException("Bytes that are not read cannot be verified.");
  }
}
