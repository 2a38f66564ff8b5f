package dev.twinlens.local.rekognition;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** The project's sample photos, and pictures made from them. */
final class Photos {

  private Photos() {}

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(Path.of(System.getProperty("twinlens.photos"), name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A cat that fills the picture, 451 × 300 pixels, eight bits a colour. */
  static BufferedImage cat() {
    return scaledCat(451, 300, BufferedImage.TYPE_3BYTE_BGR);
  }

  static BufferedImage scaledCat(int width, int height, int type) {
    BufferedImage picture = new BufferedImage(width, height, type);
    try {
      BufferedImage cat =
          ImageIO.read(Path.of(System.getProperty("twinlens.photos"), "chelsea.png").toFile());
      Graphics2D graphics = picture.createGraphics();
      graphics.drawImage(cat, 0, 0, width, height, null);
      graphics.dispose();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return picture;
  }

  static BufferedImage blank(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
  }

  static byte[] encode(BufferedImage picture, String format) {
    try {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      if (!ImageIO.write(picture, format, file)) {
        throw new IllegalArgumentException("ImageIO writes no such picture as " + format);
      }
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A progressive JPEG or an interlaced PNG. */
  static byte[] encodeProgressive(BufferedImage picture, String format) {
    return write(new IIOImage(picture, null, null), format, ImageWriteParam.MODE_DEFAULT);
  }

  static byte[] encodeRaster(Raster raster) {
    return write(new IIOImage(raster, null, null), "jpeg", ImageWriteParam.MODE_COPY_FROM_METADATA);
  }

  private static byte[] write(IIOImage picture, String format, int progressiveMode) {
    ImageWriter writer =
        ImageIO.getImageWritersByFormatName(format.toLowerCase(Locale.ROOT)).next();
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
}
