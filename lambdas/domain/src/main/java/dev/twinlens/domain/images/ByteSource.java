package dev.twinlens.domain.images;

import java.util.Arrays;

/** Bytes that can be read piece by piece, such as an object behind ranged requests. */
public interface ByteSource {
  /** Bytes in all. */
  long size();

  /** The bytes from {@code offset}, {@code length} of them or as many as there are. */
  byte[] read(long offset, int length);

  static ByteSource of(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public byte[] read(long offset, int length) {
        int from = (int) Math.min(offset, bytes.length);
        return Arrays.copyOfRange(bytes, from, (int) Math.min((long) from + length, bytes.length));
      }
    };
  }
}
