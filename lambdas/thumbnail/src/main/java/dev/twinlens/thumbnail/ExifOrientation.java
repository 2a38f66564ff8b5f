package dev.twinlens.thumbnail;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.util.List;
import net.coobird.thumbnailator.util.exif.Orientation;

/** How a camera was held, which JPEG files record in EXIF's tag 0x0112. */
final class ExifOrientation {
  /** A segment's name, which ends with a zero, and another zero. */
  private static final int NAME_LENGTH = "Exif".length() + 2;

  private ExifOrientation() {}

  /** The orientation; upright where the file has none, or an invalid one. */
  static Orientation of(byte[] jpeg) {
    try {
      List<JPEGSegment> segments =
          JPEGSegmentUtil.readSegments(new ByteArrayImageInputStream(jpeg), JPEG.APP1, "Exif");
      for (JPEGSegment segment : segments) {
        byte[] exif = segment.segmentData().readAllBytes();
        Directory directory =
            new TIFFReader()
                .read(new ByteArrayImageInputStream(exif, NAME_LENGTH, exif.length - NAME_LENGTH));
        Entry orientation = directory.getEntryById(TIFF.TAG_ORIENTATION);
        if (orientation != null && orientation.getValue() instanceof Number number) {
          return ofValue(number.intValue());
        }
      }
      return Orientation.TOP_LEFT;
    } catch (IOException | RuntimeException e) {
      // The image can be sound although its EXIF cannot be read.
      return Orientation.TOP_LEFT;
    }
  }

  private static Orientation ofValue(int value) {
    return value >= 1 && value <= Orientation.values().length
        ? Orientation.typeOf(value)
        : Orientation.TOP_LEFT;
  }
}
