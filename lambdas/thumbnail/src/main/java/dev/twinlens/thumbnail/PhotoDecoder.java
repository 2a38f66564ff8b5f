package dev.twinlens.thumbnail;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import dev.twinlens.domain.images.ImageType;
import dev.twinlens.domain.images.Inspection;
import dev.twinlens.domain.images.UnreadableImageException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Decodes JPEG and PNG files of every kind to opaque RGB, no finer than requested: it keeps every
 * n-th pixel of a large image while it decodes, so memory does not grow with the image.
 */
final class PhotoDecoder {
  /**
   * Each scan of a progressive JPEG covers the whole image, and a few bytes are enough for one.
   * Cameras and programs write about ten.
   */
  private static final int MAX_SCANS = 100;

  /** Unlike the JDK's reader, on which it builds, it reads CMYK files. */
  private static final JPEGImageReaderSpi JPEG = registered(new JPEGImageReaderSpi());

  private PhotoDecoder() {}

  /**
   * Decodes a file that has been inspected.
   *
   * @param enough the longer edge that suffices, in pixels; the result's is less than twice as long
   */
  static BufferedImage decode(byte[] file, Inspection.Accepted photo, int enough)
      throws UnreadableImageException {
    requireFewScans(file, photo.type());
    ImageReader reader =
        photo.type() == ImageType.JPEG
            ? jpegReader()
            : ImageIO.getImageReadersByFormatName("png").next();
    AtomicBoolean damaged = new AtomicBoolean();
    try (ByteArrayImageInputStream in = new ByteArrayImageInputStream(file)) {
      // Metadata is not read: a few bytes of compressed text can expand to gigabytes.
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (isDamage(warning)) {
              damaged.set(true);
            }
          });
      if (reader.getWidth(0) != photo.width() || reader.getHeight(0) != photo.height()) {
        throw new UnreadableImageException("The image has two headers that differ.");
      }
      ImageReadParam param = reader.getDefaultReadParam();
      int step = Math.max(1, Math.max(photo.width(), photo.height()) / enough);
      param.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, param);
      if (damaged.get()) {
        throw new UnreadableImageException("The image is damaged.");
      }
      return opaque(image);
    } catch (IOException | RuntimeException e) {
      // On damaged files ImageIO throws whatever its parsers run into.
      throw new UnreadableImageException("The image is damaged.", e);
    } finally {
      reader.dispose();
    }
  }

  private static void requireFewScans(byte[] file, ImageType type) throws UnreadableImageException {
    if (type != ImageType.JPEG) {
      return;
    }
    int scans = 0;
    for (int i = 0; i < file.length - 1; i++) {
      // In compressed data a byte 0xFF is followed by 0, so this is the marker that starts a scan.
      if (file[i] == (byte) 0xFF && file[i + 1] == (byte) 0xDA) {
        scans++;
      }
    }
    if (scans > MAX_SCANS) {
      throw new UnreadableImageException("The image has " + scans + " scans.");
    }
  }

  private static JPEGImageReaderSpi registered(JPEGImageReaderSpi provider) {
    // By hand, because the registry finds providers through the class loader of its first caller.
    IIORegistry.getDefaultInstance().registerServiceProvider(provider, ImageReaderSpi.class);
    return provider;
  }

  private static ImageReader jpegReader() {
    try {
      return JPEG.createReaderInstance();
    } catch (IOException e) {
      throw new IllegalStateException("the JDK's JPEG reader is missing", e);
    }
  }

  /**
   * The JPEG decoder continues after most damage and reports it in a warning. Stray bytes between
   * segments and a broken colour profile are harmless and common.
   */
  private static boolean isDamage(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    return text.contains("truncated")
        || text.contains("premature end")
        || (text.contains("corrupt jpeg data") && !text.contains("extraneous bytes"));
  }

  /** Lays transparency over white, in sRGB. */
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

  /** Java treats grey with alpha as linear light, and would brighten it. */
  private static BufferedImage coloured(BufferedImage grey) {
    Raster raster = grey.getRaster();
    int shift = raster.getSampleModel().getSampleSize(0) - Byte.SIZE;
    BufferedImage argb =
        new BufferedImage(grey.getWidth(), grey.getHeight(), BufferedImage.TYPE_INT_ARGB);
    int[] samples = new int[2];
    for (int y = 0; y < grey.getHeight(); y++) {
      for (int x = 0; x < grey.getWidth(); x++) {
        raster.getPixel(x, y, samples);
        argb.setRGB(x, y, (samples[1] >> shift) << 24 | (samples[0] >> shift) * 0x010101);
      }
    }
    return argb;
  }
}
