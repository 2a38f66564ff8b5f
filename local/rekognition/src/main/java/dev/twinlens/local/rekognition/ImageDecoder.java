package dev.twinlens.local.rekognition;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG and PNG files, no finer than the detector can use: a large image is subsampled while
 * it is decoded, each axis by itself, since the detector takes a square.
 */
final class ImageDecoder {

  /** Twice what the detector takes leaves something to average over. */
  private static final int ENOUGH = 2 * ModelInput.SIDE;

  private static final int PNG_SIGNATURE_LENGTH = 8;

  /** A chunk's length, type and checksum. */
  private static final int PNG_CHUNK_OVERHEAD = 12;

  /** The type IEND. */
  private static final int PNG_END = 0x49454E44;

  private ImageDecoder() {}

  /**
   * Decodes a file whose header has been read.
   *
   * @throws RekognitionException InvalidImageFormatException when the file is damaged or cut short
   */
  static RgbImage decode(byte[] file, ImageHeader header) throws RekognitionException {
    if (header instanceof ImageHeader.Jpeg jpeg && jpeg.components() == 4) {
      // ImageIO makes no picture of four inks, but it hands them out.
      Raster inks = read(file, "jpeg", header, (reader, param) -> reader.readRaster(0, param));
      return RgbImage.of(inks, jpeg.ink());
    }
    String format = "jpeg";
    if (header instanceof ImageHeader.Png) {
      requirePngEnd(file);
      format = "png";
    }
    BufferedImage image = read(file, format, header, (reader, param) -> reader.read(0, param));
    return RgbImage.of(image);
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(ImageReader reader, ImageReadParam param) throws IOException;
  }

  private static <T> T read(byte[] file, String format, ImageHeader header, Reading<T> reading)
      throws RekognitionException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    AtomicBoolean damaged = new AtomicBoolean();
    T pixels;
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      // Metadata is not read: a few bytes of compressed text could unfold to gigabytes.
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (tellsOfDamage(warning)) {
              damaged.set(true);
            }
          });
      if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
        throw new IOException("The file has two headers");
      }
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceSubsampling(
          Math.max(1, header.width() / ENOUGH), Math.max(1, header.height() / ENOUGH), 0, 0);
      pixels = reading.read(reader, param);
    } catch (IOException | RuntimeException e) {
      // ImageIO answers damaged files with whatever its parsers run into.
      throw RekognitionException.damagedImage();
    } finally {
      reader.dispose();
    }
    if (damaged.get()) {
      throw RekognitionException.damagedImage();
    }
    return pixels;
  }

  /** Subsampling leaves the last rows unread, so ImageIO would not miss them. */
  private static void requirePngEnd(byte[] file) throws RekognitionException {
    ByteBuffer chunks = ByteBuffer.wrap(file).position(PNG_SIGNATURE_LENGTH);
    while (chunks.remaining() >= PNG_CHUNK_OVERHEAD) {
      int length = chunks.getInt();
      int type = chunks.getInt();
      if (length < 0 || length > chunks.remaining() - Integer.BYTES) {
        break;
      }
      if (type == PNG_END) {
        return;
      }
      // The content and its checksum.
      chunks.position(chunks.position() + length + Integer.BYTES);
    }
    throw RekognitionException.damagedImage();
  }

  /**
   * libjpeg carries on after most damage and says so in a warning. Stray bytes between segments and
   * a broken colour profile harm nothing and are common.
   */
  private static boolean tellsOfDamage(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    return text.contains("truncated")
        || text.contains("premature end")
        || (text.contains("corrupt jpeg data") && !text.contains("extraneous bytes"));
  }
}
