package dev.twinlens.local.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures, and their files in every format that cameras and programs write. */
public final class Pictures {
  /** The marker of a JPEG file's segment with EXIF. */
  public static final int APP1 = 0xE1;

  private static final int APP14 = 0xEE;

  private Pictures() {}

  /** A cat that fills the picture, 451 × 300 pixels, eight bits a colour. */
  public static BufferedImage cat() {
    return cat(451, 300, BufferedImage.TYPE_3BYTE_BGR);
  }

  /** The same cat in a picture of this size and of a type of {@link BufferedImage}. */
  public static BufferedImage cat(int width, int height, int type) {
    BufferedImage picture = new BufferedImage(width, height, type);
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(read(Photos.read("chelsea.png")), 0, 0, width, height, null);
    graphics.dispose();
    return picture;
  }

  /** The file, decoded by ImageIO. */
  public static BufferedImage read(byte[] file) {
    try {
      return ImageIO.read(new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The picture in a format that the JDK writes. */
  public static byte[] encode(BufferedImage picture, String format) {
    return write(new IIOImage(picture, null, null), format, /* isProgressive= */ false);
  }

  /** A progressive JPEG or an interlaced PNG. */
  public static byte[] encodeProgressive(BufferedImage picture, String format) {
    return write(new IIOImage(picture, null, null), format, /* isProgressive= */ true);
  }

  /** A JPEG of the raster's bands as they are. */
  public static byte[] encodeRaster(Raster raster) {
    return write(new IIOImage(raster, null, null), "jpeg", /* isProgressive= */ false);
  }

  private static byte[] write(IIOImage picture, String format, boolean isProgressive) {
    ImageWriter writer = jdkWriter(format);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (isProgressive) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, picture, param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  private static ImageWriter jdkWriter(String format) {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getName().startsWith("com.sun.")) {
        return writer;
      }
    }
    throw new IllegalArgumentException("The JDK writes no " + format);
  }

  /** Inserts a segment after a JPEG file's first marker. */
  public static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int length = content.length + 2;
    file.write(jpeg, 0, 2);
    file.write(0xFF);
    file.write(marker);
    file.write(length >> 8);
    file.write(length);
    file.writeBytes(content);
    file.write(jpeg, 2, jpeg.length - 2);
    return file.toByteArray();
  }

  /** EXIF as a camera writes it: a TIFF header with one entry, the orientation as a short. */
  public static byte[] exif(int orientation) {
    byte[] exif =
        "Exif\0\0MM\0*\0\0\0\b\0\1\1\22\0\3\0\0\0\1\0\0\0\0\0\0\0\0"
            .getBytes(StandardCharsets.ISO_8859_1);
    exif[6 + 8 + 2 + 8 + 1] = (byte) orientation;
    return exif;
  }

  /** Inserts Adobe's marker. Transform 0 is CMYK, 2 is YCCK. */
  public static byte[] adobe(byte[] jpeg, int transform) {
    byte[] segment = "Adobe\0\144\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    segment[11] = (byte) transform;
    return withSegment(jpeg, APP14, segment);
  }

  /** Cyan, magenta, yellow and black; inverted, as Adobe writes them, 255 is no ink. */
  public static Raster inks(BufferedImage picture, boolean inverted) {
    WritableRaster inks = fourBands(picture);
    int[] ink = new int[4];
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        Color color = new Color(picture.getRGB(x, y));
        int lightest = Math.max(color.getRed(), Math.max(color.getGreen(), color.getBlue()));
        int divisor = Math.max(1, lightest);
        ink[0] = 255 - 255 * color.getRed() / divisor;
        ink[1] = 255 - 255 * color.getGreen() / divisor;
        ink[2] = 255 - 255 * color.getBlue() / divisor;
        ink[3] = 255 - lightest;
        for (int i = 0; inverted && i < 4; i++) {
          ink[i] = 255 - ink[i];
        }
        inks.setPixel(x, y, ink);
      }
    }
    return inks;
  }

  /** Adobe's inverted inks, with the complement of their colours as YCbCr. */
  public static Raster ycck(BufferedImage picture) {
    Raster inks = inks(picture, true);
    WritableRaster result = fourBands(picture);
    int[] sample = new int[4];
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        inks.getPixel(x, y, sample);
        double red = 255 - sample[0];
        double green = 255 - sample[1];
        double blue = 255 - sample[2];
        double luma = 0.299 * red + 0.587 * green + 0.114 * blue;
        sample[0] = (int) Math.round(luma);
        sample[1] = (int) Math.min(255, Math.round(128 + (blue - luma) / 1.772));
        sample[2] = (int) Math.min(255, Math.round(128 + (red - luma) / 1.402));
        result.setPixel(x, y, sample);
      }
    }
    return result;
  }

  private static WritableRaster fourBands(BufferedImage picture) {
    return Raster.createInterleavedRaster(
        DataBuffer.TYPE_BYTE, picture.getWidth(), picture.getHeight(), 4, null);
  }

  /** The picture with sixteen bits a colour. */
  public static BufferedImage sixteenBits(BufferedImage picture) {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster =
        model.createCompatibleWritableRaster(picture.getWidth(), picture.getHeight());
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        Color color = new Color(picture.getRGB(x, y));
        raster.setPixel(
            x, y, new int[] {color.getRed() * 257, color.getGreen() * 257, color.getBlue() * 257});
      }
    }
    return new BufferedImage(model, raster, false, null);
  }

  /**
   * The cat in grey, 451 × 300 pixels.
   *
   * @param type of {@link DataBuffer}: a byte or an unsigned short a sample
   */
  public static BufferedImage grey(int type, boolean alpha) {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            type);
    BufferedImage cat = cat(451, 300, BufferedImage.TYPE_BYTE_GRAY);
    int factor = type == DataBuffer.TYPE_USHORT ? 257 : 1;
    WritableRaster raster = model.createCompatibleWritableRaster(cat.getWidth(), cat.getHeight());
    for (int y = 0; y < cat.getHeight(); y++) {
      for (int x = 0; x < cat.getWidth(); x++) {
        raster.setSample(x, y, 0, cat.getRaster().getSample(x, y, 0) * factor);
        if (alpha) {
          raster.setSample(x, y, 1, 255 * factor);
        }
      }
    }
    return new BufferedImage(model, raster, false, null);
  }

  /** The pixels as a camera stores them for an orientation: the inverse of what a viewer does. */
  public static BufferedImage asStored(BufferedImage upright, int orientation) {
    boolean sideways = orientation >= 5;
    int width = sideways ? upright.getHeight() : upright.getWidth();
    int height = sideways ? upright.getWidth() : upright.getHeight();
    BufferedImage stored = new BufferedImage(width, height, upright.getType());
    for (int y = 0; y < upright.getHeight(); y++) {
      for (int x = 0; x < upright.getWidth(); x++) {
        // EXIF names the sides of the upright image at which the stored row 0 and column 0 are:
        // 1 top left, 2 top right, 3 bottom right, 4 bottom left, 5 left top, 6 right top,
        // 7 right bottom, 8 left bottom.
        int fromRight = upright.getWidth() - 1 - x;
        int fromBottom = upright.getHeight() - 1 - y;
        int row =
            switch (orientation) {
              case 1, 2 -> y;
              case 3, 4 -> fromBottom;
              case 5, 8 -> x;
              default -> fromRight;
            };
        int column =
            switch (orientation) {
              case 1, 4 -> x;
              case 2, 3 -> fromRight;
              case 5, 6 -> y;
              default -> fromBottom;
            };
        stored.setRGB(column, row, upright.getRGB(x, y));
      }
    }
    return stored;
  }

  /** The first half of a JPEG file, with an end marker. */
  public static byte[] closed(byte[] jpeg) {
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length / 2);
    cut[cut.length - 2] = (byte) 0xFF;
    cut[cut.length - 1] = (byte) 0xD9;
    return cut;
  }

  /** The JPEG file with two additional bytes before its end marker. */
  public static byte[] strayBytesBeforeTheEnd(byte[] jpeg) {
    byte[] file = Arrays.copyOf(jpeg, jpeg.length + 2);
    file[jpeg.length - 2] = 0;
    file[jpeg.length - 1] = 0;
    file[jpeg.length] = (byte) 0xFF;
    file[jpeg.length + 1] = (byte) 0xD9;
    return file;
  }
}
