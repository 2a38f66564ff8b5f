package dev.twinlens.thumbnail;

import dev.twinlens.shared.testing.Photos;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures, and files of them in every form that cameras and programs write. */
final class Pictures {
  static final int APP1 = 0xE1;
  static final int APP14 = 0xEE;

  private Pictures() {}

  static BufferedImage cat(int width, int height, int type) {
    BufferedImage picture = new BufferedImage(width, height, type);
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(read(Photos.read("chelsea.png")), 0, 0, width, height, null);
    graphics.dispose();
    return picture;
  }

  static BufferedImage read(byte[] file) {
    try {
      return ImageIO.read(new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] encode(BufferedImage picture, String format) {
    return write(new IIOImage(picture, null, null), format, ImageWriteParam.MODE_DISABLED);
  }

  /** A progressive JPEG or an interlaced PNG. */
  static byte[] encodeProgressive(BufferedImage picture, String format) {
    return write(new IIOImage(picture, null, null), format, ImageWriteParam.MODE_DEFAULT);
  }

  /** A JPEG of the raster's bands as they are. */
  static byte[] encodeRaster(Raster raster) {
    return write(new IIOImage(raster, null, null), "jpeg", ImageWriteParam.MODE_DISABLED);
  }

  private static byte[] write(IIOImage picture, String format, int progressiveMode) {
    ImageWriter writer = jdkWriter(format);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(progressiveMode);
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

  /** Puts a segment right behind a JPEG file's first marker. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
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
  static byte[] exif(int orientation) {
    byte[] exif =
        "Exif\0\0MM\0*\0\0\0\b\0\1\1\22\0\3\0\0\0\1\0\0\0\0\0\0\0\0"
            .getBytes(StandardCharsets.ISO_8859_1);
    exif[6 + 8 + 2 + 8 + 1] = (byte) orientation;
    return exif;
  }

  /** What Adobe's programs say of the four inks: 0 as they are, 2 as YCbCr and black. */
  static byte[] adobe(byte[] jpeg, int transform) {
    byte[] segment = "Adobe\0\144\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    segment[11] = (byte) transform;
    return withSegment(jpeg, APP14, segment);
  }
}
