package dev.twinlens.local.rekognition;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  private ImageDecoder() {}

  /**
   * Decodes a file whose header has been read.
   *
   * @throws RekognitionException InvalidImageFormatException when the file is damaged or cut short
   */
  static RgbImage decode(byte[] file, ImageHeader header) throws RekognitionException {
    String format = header instanceof ImageHeader.Png ? "png" : "jpeg";
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    List<String> warnings = new ArrayList<>();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      // Metadata is not read: a few bytes of compressed text could unfold to gigabytes.
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceSubsampling(
          Math.max(1, header.width() / ENOUGH), Math.max(1, header.height() / ENOUGH), 0, 0);
      RgbImage image = read(reader, param, header);
      for (String warning : warnings) {
        if (tellsOfDamage(warning)) {
          throw RekognitionException.invalidImageFormat("the file is damaged or cut short");
        }
      }
      return image;
    } catch (IOException | RuntimeException e) {
      // ImageIO answers damaged files with whatever its parsers run into.
      throw RekognitionException.invalidImageFormat("the file is damaged or cut short");
    } finally {
      reader.dispose();
    }
  }

  private static RgbImage read(ImageReader reader, ImageReadParam param, ImageHeader header)
      throws IOException {
    if (header instanceof ImageHeader.Jpeg jpeg && jpeg.components() == 4) {
      // ImageIO makes no picture of four inks, but it hands them out.
      Raster inks = reader.readRaster(0, param);
      return RgbImage.of(inks, jpeg.ink());
    }
    return RgbImage.of(reader.read(0, param));
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
