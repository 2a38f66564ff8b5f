package dev.twinlens.local.rekognition;

/**
 * How a camera was held, in the order of EXIF's tag 0x0112. Rekognition turns JPEG files upright
 * before it detects, and its boxes are for the upright image.
 */
enum Orientation {
  UPRIGHT,
  MIRRORED,
  UPSIDE_DOWN,
  UPSIDE_DOWN_MIRRORED,
  TRANSPOSED,
  QUARTER_TURN,
  TRANSVERSED,
  THREE_QUARTER_TURN;

  /** The orientation of an EXIF value; values that EXIF does not define count as upright. */
  static Orientation ofExif(int value) {
    return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
  }

  /**
   * Where a pixel of the upright image is stored; the image is square.
   *
   * @return the offset y * side + x of the stored pixel
   */
  int storedOffset(int x, int y, int side) {
    int last = side - 1;
    return switch (this) {
      case UPRIGHT -> y * side + x;
      case MIRRORED -> y * side + last - x;
      case UPSIDE_DOWN -> (last - y) * side + last - x;
      case UPSIDE_DOWN_MIRRORED -> (last - y) * side + x;
      case TRANSPOSED -> x * side + y;
      case QUARTER_TURN -> (last - x) * side + y;
      case TRANSVERSED -> (last - x) * side + last - y;
      case THREE_QUARTER_TURN -> x * side + last - y;
    };
  }
}
