package dev.twinlens.local.rekognition;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.adobe.AdobeJpegDirectory;
import com.drew.metadata.adobe.AdobeJpegReader;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.jpeg.JpegDirectory;
import com.drew.metadata.jpeg.JpegReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * An image file's header, read before any pixel is decoded. Width and height are those of the
 * stored image, before it is turned upright.
 */
sealed interface ImageHeader {

  int width();

  int height();

  Orientation orientation();

  /** Rekognition ignores a PNG file's orientation. */
  record Png(int width, int height) implements ImageHeader {
    @Override
    public Orientation orientation() {
      return Orientation.UPRIGHT;
    }
  }

  /**
   * A JPEG file of any process that ImageIO decodes.
   *
   * @param plainCmyk it has four components and no Adobe marker: 255 is full ink, whereas Adobe
   *     programs store 255 for no ink
   */
  record Jpeg(int width, int height, boolean plainCmyk, Orientation orientation)
      implements ImageHeader {}

  /**
   * Reads a file's first segments.
   *
   * @throws RekognitionException InvalidImageFormatException when it is neither JPEG nor PNG
   */
  static ImageHeader read(byte[] file) throws RekognitionException {
    if (startsWith(file, Magic.PNG)) {
      return readPng(file);
    }
    if (startsWith(file, Magic.JPEG)) {
      return readJpeg(file);
    }
    throw RekognitionException.invalidImageFormat();
  }

  private static ImageHeader readPng(byte[] file) throws RekognitionException {
    // Signature, then the chunk IHDR: length, name, width, height.
    if (file.length < 24) {
      throw RekognitionException.invalidImageFormat();
    }
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int width = bytes.getInt(16);
    int height = bytes.getInt(20);
    if (bytes.getInt(12) != Magic.IHDR || width <= 0 || height <= 0) {
      throw RekognitionException.invalidImageFormat();
    }
    return new Png(width, height);
  }

  private static ImageHeader readJpeg(byte[] file) throws RekognitionException {
    Metadata metadata;
    try {
      metadata =
          JpegMetadataReader.readMetadata(
              new ByteArrayInputStream(file),
              List.of(new JpegReader(), new AdobeJpegReader(), new ExifReader()));
    } catch (JpegProcessingException | IOException e) {
      throw RekognitionException.invalidImageFormat();
    }
    int width = integer(metadata, JpegDirectory.class, JpegDirectory.TAG_IMAGE_WIDTH).orElse(0);
    int height = integer(metadata, JpegDirectory.class, JpegDirectory.TAG_IMAGE_HEIGHT).orElse(0);
    int components =
        integer(metadata, JpegDirectory.class, JpegDirectory.TAG_NUMBER_OF_COMPONENTS).orElse(0);
    if (width <= 0 || height <= 0 || components <= 0) {
      throw RekognitionException.invalidImageFormat();
    }
    boolean plainCmyk =
        components == 4 && !metadata.containsDirectoryOfType(AdobeJpegDirectory.class);
    int orientation =
        integer(metadata, ExifIFD0Directory.class, ExifIFD0Directory.TAG_ORIENTATION).orElse(1);
    return new Jpeg(width, height, plainCmyk, Orientation.ofExif(orientation));
  }

  private static OptionalInt integer(
      Metadata metadata, Class<? extends Directory> directory, int tag) {
    Directory found = metadata.getFirstDirectoryOfType(directory);
    Integer value = found == null ? null : found.getInteger(tag);
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static boolean startsWith(byte[] file, byte[] magic) {
    return file.length >= magic.length
        && Arrays.equals(file, 0, magic.length, magic, 0, magic.length);
  }

  /** The first bytes of the two formats. */
  final class Magic {
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int IHDR = 0x49484452;

    private Magic() {}
  }
}
