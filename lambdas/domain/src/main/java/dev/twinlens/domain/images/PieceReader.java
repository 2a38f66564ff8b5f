package dev.twinlens.domain.images;

import java.nio.charset.StandardCharsets;

/** Single bytes of a {@link ByteSource}, fetched in pieces of 64 KiB; it keeps the last piece. */
final class PieceReader {
  static final int PIECE = 64 * 1024;

  private final ByteSource source;
  private long start = 0;
  private byte[] piece = new byte[0];

  PieceReader(ByteSource source) {
    this.source = source;
  }

  long size() {
    return source.size();
  }

  /** The byte at {@code position} as 0 to 255. */
  int at(long position) throws TruncatedException {
    if (position < start || position >= start + piece.length) {
      if (position >= source.size()) {
        throw new TruncatedException();
      }
      // Aligned, so that walking backwards reads no byte twice either.
      start = position - position % PIECE;
      piece = source.read(start, PIECE);
      if (position >= start + piece.length) {
        throw new TruncatedException();
      }
    }
    return piece[(int) (position - start)] & 0xFF;
  }

  int unsigned16(long position) throws TruncatedException {
    return at(position) << 8 | at(position + 1);
  }

  long unsigned32(long position) throws TruncatedException {
    return (long) unsigned16(position) << 16 | unsigned16(position + 2);
  }

  boolean startsWith(long position, int... bytes) {
    if (position + bytes.length > size()) {
      return false;
    }
    try {
      for (int i = 0; i < bytes.length; i++) {
        if (at(position + i) != bytes[i]) {
          return false;
        }
      }
      return true;
    } catch (TruncatedException e) {
      return false;
    }
  }

  boolean startsWith(long position, String latin1) {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    int[] unsigned = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      unsigned[i] = bytes[i] & 0xFF;
    }
    return startsWith(position, unsigned);
  }
}
