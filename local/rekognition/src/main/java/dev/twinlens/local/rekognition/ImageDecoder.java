package dev.twinlens.local.rekognition;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Decodes JPEG and PNG files to opaque RGB, no finer than the detector can use: a large image is
 * subsampled while it is decoded, each axis separately, since the detector takes a square.
 */
final class ImageDecoder {

  /** Twice what the detector takes leaves something to average over. */
  private static final int ENOUGH = 2 * ModelInput.SIDE;

  private static final int PNG_SIGNATURE_LENGTH = 8;

  /** A chunk's length, type and checksum. */
  private static final int PNG_CHUNK_OVERHEAD = 12;

  /** The type IEND. */
  private static final int PNG_END = 0x49454E44;

  /** Extends the JDK's reader, on which it builds, to CMYK and YCCK. */
  private static final JPEGImageReaderSpi JPEG = register(new JPEGImageReaderSpi());

  private ImageDecoder() {}

  /**
   * Decodes a file whose header has been read.
   *
   * @return an image of the type {@link BufferedImage#TYPE_INT_RGB}
   * @throws RekognitionException InvalidImageFormatException when the file is damaged or truncated
   */
  static BufferedImage decode(byte[] file, ImageHeader header) throws RekognitionException {
    if (header instanceof ImageHeader.Png) {
      requirePngEnd(file);
    }
    ImageReader reader = reader(header);
    AtomicBoolean damaged = new AtomicBoolean();
    BufferedImage image;
    try (ByteArrayImageInputStream in = new ByteArrayImageInputStream(file)) {
      // Metadata is ignored: a few bytes of compressed text could expand to gigabytes.
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (reportsDamage(warning)) {
              damaged.set(true);
            }
          });
      if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
        throw new IOException("The file has two headers");
      }
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceSubsampling(
          Math.max(1, header.width() / ENOUGH), Math.max(1, header.height() / ENOUGH), 0, 0);
      image =
          header instanceof ImageHeader.Jpeg jpeg && jpeg.plainCmyk()
              ? ofPlainCmyk(reader.readRaster(0, param))
              : opaque(reader.read(0, param));
    } catch (IOException | RuntimeException e) {
      // ImageIO's parsers throw many kinds of exceptions on damaged files.
      throw RekognitionException.damagedImage();
    } finally {
      reader.dispose();
    }
    if (damaged.get()) {
      throw RekognitionException.damagedImage();
    }
    return image;
  }

  private static JPEGImageReaderSpi register(JPEGImageReaderSpi provider) {
    // The registry would look for providers with the class loader of its first caller only.
    IIORegistry.getDefaultInstance().registerServiceProvider(provider, ImageReaderSpi.class);
    return provider;
  }

  private static ImageReader reader(ImageHeader header) {
    return switch (header) {
      case ImageHeader.Png png -> ImageIO.getImageReadersByFormatName("png").next();
      case ImageHeader.Jpeg jpeg -> {
        try {
          yield JPEG.createReaderInstance();
        } catch (IOException e) {
          throw new IllegalStateException("The JDK's JPEG reader is missing", e);
        }
      }
    };
  }

  /** Subsampling leaves the last rows unread, so ImageIO would not notice that they are missing. */
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
   * The JPEG decoder only warns of most damage. Stray bytes between segments and a broken colour
   * profile are common and harmless.
   */
  private static boolean reportsDamage(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    if (text.contains("icc_profile") || text.contains("extraneous bytes")) {
      return false;
    }
    return text.contains("truncated")
        || text.contains("premature end")
        || text.contains("corrupt jpeg data");
  }

  /** Draws the image over white. */
  private static BufferedImage opaque(BufferedImage image) {
    BufferedImage rgb =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = rgb.createGraphics();
    graphics.drawImage(isGreyWithAlpha(image) ? coloured(image) : image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return rgb;
  }

  private static boolean isGreyWithAlpha(BufferedImage image) {
    return image.getColorModel().hasAlpha()
        && image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /**
   * The same samples as red, green, blue and alpha. Java would draw grey with alpha too bright, as
   * linear light.
   */
  private static BufferedImage coloured(BufferedImage grey) {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            true,
            false,
            Transparency.TRANSLUCENT,
            grey.getRaster().getTransferType());
    WritableRaster samples =
        grey.getRaster()
            .createWritableChild(
                0, 0, grey.getWidth(), grey.getHeight(), 0, 0, new int[] {0, 0, 0, 1});
    return new BufferedImage(model, samples, false, null);
  }

  private static BufferedImage ofPlainCmyk(Raster inks) {
    BufferedImage rgb =
        new BufferedImage(inks.getWidth(), inks.getHeight(), BufferedImage.TYPE_INT_RGB);
    int[] ink = new int[4];
    for (int y = 0; y < rgb.getHeight(); y++) {
      for (int x = 0; x < rgb.getWidth(); x++) {
        inks.getPixel(x, y, ink);
        int light = 255 - ink[3];
        int red = (255 - ink[0]) * light / 255;
        int green = (255 - ink[1]) * light / 255;
        int blue = (255 - ink[2]) * light / 255;
        rgb.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return rgb;
  }
}
