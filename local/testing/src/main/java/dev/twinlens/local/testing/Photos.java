package dev.twinlens.local.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** The project's sample photos, and files that are not photos. */
public final class Photos {
  private Photos() {}

  /** A file of the folder {@code photos}. */
  public static byte[] read(String name) {
    try {
      return Files.readAllBytes(Path.of(System.getProperty("twinlens.photos"), name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A black image, in a format of ImageIO. */
  public static byte[] plain(String format, int width, int height) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A PNG of 100 × 100 pixels whose header claims another size. */
  public static byte[] pngThatClaims(int width, int height) {
    byte[] png = plain("png", 100, 100);
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    return png;
  }

  /** A JPEG of 100 × 100 pixels whose header claims another size. */
  public static byte[] jpegThatClaims(int width, int height) {
    byte[] jpeg = plain("jpg", 100, 100);
    for (int i = 2; i < jpeg.length; i++) {
      if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
        return jpeg;
      }
    }
    throw new IllegalStateException("no frame");
  }

  /** The first half of the bytes. */
  public static byte[] firstHalf(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  /** The bytes, then the tail. */
  public static byte[] followedBy(byte[] bytes, byte[] tail) {
    byte[] both = Arrays.copyOf(bytes, bytes.length + tail.length);
    System.arraycopy(tail, 0, both, bytes.length, tail.length);
    return both;
  }

  /** The text as UTF-8. */
  public static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
