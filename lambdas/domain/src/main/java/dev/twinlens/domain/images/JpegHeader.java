package dev.twinlens.domain.images;

/**
 * JPEG's marker segments (ITU-T T.81, annex B), as far as the start of the first scan, and the end
 * of the image.
 */
final class JpegHeader {
  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;

  private JpegHeader() {}

  static boolean matches(PieceReader file) {
    return file.startsWith(0, 0xFF, 0xD8, 0xFF);
  }

  static Dimensions read(PieceReader file) throws TruncatedException, DamagedException {
    Segment segment = next(file, 2);
    while (!segment.isStartOfFrame()) {
      if (segment.marker() == START_OF_SCAN) {
        throw new DamagedException("its JPEG header has no frame");
      }
      segment = next(file, segment.end());
    }
    return new Dimensions(
        file.unsigned16(segment.position() + 7), file.unsigned16(segment.position() + 5));
  }

  /**
   * Compressed data never contains the end marker, for its bytes 0xFF are followed by 0; so one
   * behind the start of the scan is the end. The search starts at the back, because cameras may
   * append data of their own.
   */
  static void requireComplete(PieceReader file) throws TruncatedException, DamagedException {
    Segment segment = next(file, 2);
    while (segment.marker() != START_OF_SCAN) {
      segment = next(file, segment.end());
    }
    for (long position = file.size() - 2; position >= segment.end(); position--) {
      if (file.at(position) == 0xFF && file.at(position + 1) == END_OF_IMAGE) {
        return;
      }
    }
    throw new TruncatedException();
  }

  /** The next segment that has a length, at {@code position} or behind markers without one. */
  private static Segment next(PieceReader file, long position)
      throws TruncatedException, DamagedException {
    long at = position;
    while (true) {
      if (file.at(at) != 0xFF) {
        throw new DamagedException("its JPEG header is damaged");
      }
      int marker = file.at(at + 1);
      if (marker == END_OF_IMAGE) {
        throw new DamagedException("it holds no picture");
      }
      if (marker == 0xFF) {
        // Any marker may be preceded by fill bytes.
        at++;
      } else if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
        at += 2;
      } else {
        int length = file.unsigned16(at + 2);
        if (length < 2) {
          throw new DamagedException("its JPEG header is damaged");
        }
        return new Segment(marker, at, at + 2 + length);
      }
    }
  }

  private record Segment(int marker, long position, long end) {
    boolean isStartOfFrame() {
      // C4, C8 and CC are tables and a reserved value among the frame markers.
      return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }
  }
}
