package dev.twinlens.thumbnail;

import dev.twinlens.domain.images.ImageType;
import dev.twinlens.domain.images.Inspection;
import dev.twinlens.domain.images.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/** Makes small JPEG files of photos, upright and without metadata. */
final class ThumbnailMaker {
  /** The longest edge, in pixels: a gallery's tile on a screen of two or three pixels per point. */
  static final int EDGE = 480;

  /** Leaves several pixels to average over for each one of the thumbnail. */
  private static final int ENOUGH = 4 * EDGE;

  private static final double QUALITY = 0.8;

  private ThumbnailMaker() {}

  /**
   * A JPEG file, no larger than {@value #EDGE} pixels each way nor than the photo.
   *
   * @param photo what the file's inspection found
   */
  static byte[] make(byte[] file, Inspection.Accepted photo) throws UnreadableImageException {
    BufferedImage picture = PhotoDecoder.decode(file, photo, ENOUGH);
    Orientation orientation =
        photo.type() == ImageType.JPEG ? ExifOrientation.of(file) : Orientation.TOP_LEFT;
    // A square, because the orientation may turn the image before it is scaled.
    int edge = Math.min(EDGE, Math.max(picture.getWidth(), picture.getHeight()));
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    try {
      Thumbnails.of(picture)
          .size(edge, edge)
          .addFilter(ExifFilterUtils.getFilterForOrientation(orientation))
          .outputFormat("jpg")
          .outputQuality(QUALITY)
          .toOutputStream(jpeg);
    } catch (IOException e) {
      throw new UncheckedIOException("The thumbnail cannot be written to memory.", e);
    }
    return jpeg.toByteArray();
  }
}
