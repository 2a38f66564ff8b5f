package dev.twinlens.domain.images;

/** PNG's chunks (ISO/IEC 15948, clause 5): the header, and whether the last one is there. */
final class PngHeader {
  private static final int[] SIGNATURE = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  /** The whole IEND chunk is always the same: no data, its type, its checksum. */
  private static final int[] END = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};

  private PngHeader() {}

  static boolean matches(PieceReader file) {
    return file.startsWith(0, SIGNATURE);
  }

  static Dimensions read(PieceReader file) throws TruncatedException, DamagedException {
    long length = file.unsigned32(SIGNATURE.length);
    file.at(SIGNATURE.length + 7);
    if (length != 13 || !file.startsWith(SIGNATURE.length + 4, "IHDR")) {
      throw new DamagedException("its PNG header is damaged");
    }
    long width = file.unsigned32(16);
    long height = file.unsigned32(20);
    file.at(SIGNATURE.length + 24);
    if (width == 0 || height == 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new DamagedException("its PNG header claims an impossible size");
    }
    return new Dimensions((int) width, (int) height);
  }

  /** From the back, because data may have been appended after the last chunk. */
  static void requireComplete(PieceReader file) throws TruncatedException {
    for (long position = file.size() - END.length; position > SIGNATURE.length; position--) {
      if (file.at(position) == 0 && file.startsWith(position, END)) {
        return;
      }
    }
    throw new TruncatedException();
  }
}
