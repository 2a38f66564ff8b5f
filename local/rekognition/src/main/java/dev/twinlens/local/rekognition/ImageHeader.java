package dev.twinlens.local.rekognition;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.imaging.jpeg.JpegSegmentMetadataReader;
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

/**
 * What a file says of its image before anything of it is decoded. Sizes are in stored pixels, not
 * yet upright.
 */
sealed interface ImageHeader {

  int width();

  int height();

  Orientation orientation();

  /** Rekognition ignores what a PNG file says of its orientation. */
  record Png(int width, int height) implements ImageHeader {
    @Override
    public Orientation orientation() {
      return Orientation.UPRIGHT;
    }
  }

  /**
   * A JPEG file of any process that ImageIO decodes.
   *
   * @param components 1 grey, 3 colour, 4 ink
   * @param ink how four components are to be read; meaningless with fewer
   */
  record Jpeg(int width, int height, int components, Ink ink, Orientation orientation)
      implements ImageHeader {}

  /** How a JPEG file of four components stores its inks. */
  enum Ink {
    CMYK,
    /** Adobe's programs store 255 for no ink. */
    ADOBE_CMYK,
    /** Adobe's, with the three coloured inks as YCbCr. */
    ADOBE_YCCK
  }

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
      List<JpegSegmentMetadataReader> readers =
          List.of(new JpegReader(), new AdobeJpegReader(), new ExifReader());
      metadata = JpegMetadataReader.readMetadata(new ByteArrayInputStream(file), readers);
    } catch (JpegProcessingException | IOException e) {
      throw RekognitionException.invalidImageFormat();
    }
    JpegDirectory frame = metadata.getFirstDirectoryOfType(JpegDirectory.class);
    if (frame == null) {
      throw RekognitionException.invalidImageFormat();
    }
    Integer width = frame.getInteger(JpegDirectory.TAG_IMAGE_WIDTH);
    Integer height = frame.getInteger(JpegDirectory.TAG_IMAGE_HEIGHT);
    Integer components = frame.getInteger(JpegDirectory.TAG_NUMBER_OF_COMPONENTS);
    if (width == null || height == null || components == null || width <= 0 || height <= 0) {
      throw RekognitionException.invalidImageFormat();
    }
    return new Jpeg(width, height, components, ink(metadata), orientation(metadata));
  }

  private static Orientation orientation(Metadata metadata) {
    ExifIFD0Directory exif = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Integer value = exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
    return value == null ? Orientation.UPRIGHT : Orientation.ofExif(value);
  }

  private static Ink ink(Metadata metadata) {
    AdobeJpegDirectory adobe = metadata.getFirstDirectoryOfType(AdobeJpegDirectory.class);
    if (adobe == null) {
      return Ink.CMYK;
    }
    Integer transform = adobe.getInteger(AdobeJpegDirectory.TAG_COLOR_TRANSFORM);
    return transform != null && transform == 2 ? Ink.ADOBE_YCCK : Ink.ADOBE_CMYK;
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
