package dev.twinlens.local.rekognition;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * A decoded image, three bytes a pixel. Transparency is laid over white. Colour profiles are left
 * alone: the detector was trained without.
 */
final class RgbImage {

  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * Takes pixels as they are.
   *
   * @param rgb row by row, red, green and blue of each pixel
   */
  RgbImage(int width, int height, byte[] rgb) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  byte[] rgb() {
    return rgb;
  }

  /** Of an image with a palette, or one to four components of up to 16 bits. */
  static RgbImage of(BufferedImage image) {
    Raster raster = image.getRaster();
    PixelReader reader =
        image.getColorModel() instanceof IndexColorModel palette
            ? palettePixels(palette)
            : componentPixels(raster);
    return read(raster, reader);
  }

  /** Of the four inks of a JPEG file. */
  static RgbImage of(Raster inks, ImageHeader.Ink ink) {
    return read(
        inks,
        switch (ink) {
          case CMYK ->
              (samples, rgb, offset) -> {
                for (int i = 0; i < 3; i++) {
                  rgb[offset + i] = (byte) ((255 - samples[i]) * (255 - samples[3]) / 255);
                }
              };
          case ADOBE_CMYK ->
              (samples, rgb, offset) -> {
                for (int i = 0; i < 3; i++) {
                  rgb[offset + i] = (byte) (samples[i] * samples[3] / 255);
                }
              };
          case ADOBE_YCCK ->
              (samples, rgb, offset) -> {
                double y = samples[0];
                double cb = samples[1] - 128;
                double cr = samples[2] - 128;
                // The transform gives the inks' complements; what is stored is inverted once more.
                double[] paper = {
                  255 - (y + 1.402 * cr),
                  255 - (y - 0.344136 * cb - 0.714136 * cr),
                  255 - (y + 1.772 * cb)
                };
                for (int i = 0; i < 3; i++) {
                  rgb[offset + i] =
                      (byte) (Math.max(0, Math.min(255, paper[i])) * samples[3] / 255);
                }
              };
        });
  }

  @FunctionalInterface
  private interface PixelReader {
    void put(int[] samples, byte[] rgb, int offset);
  }

  private static RgbImage read(Raster raster, PixelReader reader) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[width * bands];
    int[] samples = new int[bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        System.arraycopy(row, x * bands, samples, 0, bands);
        reader.put(samples, rgb, (y * width + x) * 3);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static PixelReader palettePixels(IndexColorModel palette) {
    return (samples, rgb, offset) -> {
      int argb = palette.getRGB(samples[0]);
      int alpha = argb >>> 24;
      for (int i = 0; i < 3; i++) {
        rgb[offset + i] = overWhite((argb >> (16 - 8 * i)) & 0xFF, alpha);
      }
    };
  }

  private static PixelReader componentPixels(Raster raster) {
    int bands = raster.getNumBands();
    int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
    boolean color = bands >= 3;
    boolean transparent = bands == 2 || bands == 4;
    return (samples, rgb, offset) -> {
      int alpha = transparent ? samples[bands - 1] >> shift : 255;
      for (int i = 0; i < 3; i++) {
        rgb[offset + i] = overWhite(samples[color ? i : 0] >> shift, alpha);
      }
    };
  }

  private static byte overWhite(int value, int alpha) {
    return (byte) ((value * alpha + 255 * (255 - alpha)) / 255);
  }
}
