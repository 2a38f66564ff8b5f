package dev.twinlens.local.rekognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFormatsTest {

  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;

  static Stream<Named<byte[]>> catsOfEveryKind() {
    BufferedImage cat = Photos.cat();
    return Stream.of(
        Named.of("JPEG", Photos.encode(cat, "jpeg")),
        Named.of("progressive JPEG", Photos.encodeProgressive(cat, "jpeg")),
        Named.of(
            "grey JPEG",
            Photos.encode(Photos.scaledCat(451, 300, BufferedImage.TYPE_BYTE_GRAY), "jpeg")),
        Named.of("CMYK JPEG", Photos.encodeRaster(inks(cat, false))),
        Named.of("Adobe's CMYK JPEG", adobe(Photos.encodeRaster(inks(cat, true)), 0)),
        Named.of("Adobe's YCCK JPEG", adobe(Photos.encodeRaster(ycck(cat)), 2)),
        Named.of("interlaced PNG", Photos.encodeProgressive(cat, "png")),
        Named.of(
            "palette PNG",
            Photos.encode(Photos.scaledCat(451, 300, BufferedImage.TYPE_BYTE_INDEXED), "png")),
        Named.of(
            "grey PNG of 16 bits",
            Photos.encode(Photos.scaledCat(451, 300, BufferedImage.TYPE_USHORT_GRAY), "png")),
        Named.of("PNG of 16 bits", Photos.encode(sixteenBits(cat), "png")),
        Named.of(
            "PNG with alpha",
            Photos.encode(Photos.scaledCat(451, 300, BufferedImage.TYPE_INT_ARGB), "png")),
        Named.of("grey PNG with alpha", Photos.encode(greyWithAlpha(), "png")),
        Named.of(
            "JPEG of 24 megapixels",
            Photos.encode(Photos.scaledCat(6000, 4000, BufferedImage.TYPE_3BYTE_BGR), "jpeg")),
        Named.of(
            "interlaced PNG of 6 megapixels",
            Photos.encodeProgressive(
                Photos.scaledCat(3000, 2000, BufferedImage.TYPE_3BYTE_BGR), "png")),
        Named.of(
            "JPEG with stray bytes before a marker",
            strayByteBeforeEnd(Photos.encode(cat, "jpeg"))));
  }

  @ParameterizedTest
  @MethodSource("catsOfEveryKind")
  void seesTheCat(byte[] file) {
    Answer answer = Rekognition.SERVICE.handle("DetectLabels", s3Request(), s3(file));

    assertThat(Rekognition.label(answer, "Cat"))
        .as(answer.json())
        .hasValueSatisfying(
            cat -> assertThat(cat.path("Confidence").floatValue()).isGreaterThan(80f));
  }

  static Stream<Named<byte[]>> catsInInk() {
    return catsOfEveryKind().filter(cat -> cat.getName().matches(".*(CMYK|YCCK).*"));
  }

  @ParameterizedTest
  @MethodSource("catsInInk")
  void turnsInksIntoTheirColors(byte[] file) throws Exception {
    byte[] original = png();

    byte[] expected = ImageDecoder.decode(original, ImageHeader.read(original)).rgb();
    byte[] actual = ImageDecoder.decode(file, ImageHeader.read(file)).rgb();

    assertThat(actual).hasSameSizeAs(expected);
    long difference = 0;
    for (int i = 0; i < actual.length; i++) {
      difference += Math.abs((actual[i] & 0xFF) - (expected[i] & 0xFF));
    }
    assertThat((double) difference / actual.length).isLessThan(10);
  }

  /** Each picture is stored as a camera held that way would store it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void turnsTheImageUprightAndGivesTheBoxForIt(int orientation) {
    BufferedImage scene = new BufferedImage(600, 400, BufferedImage.TYPE_3BYTE_BGR);
    scene.createGraphics().drawImage(Photos.cat(), 0, 0, 300, 200, null);
    byte[] upright = Photos.encode(scene, "jpeg");
    byte[] stored =
        Photos.withSegment(
            Photos.encode(asStored(scene, orientation), "jpeg"), APP1, exif(orientation));

    BoundingBox expected = catBox(upright);
    BoundingBox actual = catBox(stored);

    assertThat(actual.intersectionOverUnion(expected)).isGreaterThan(0.9f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "bmp"})
  void refusesOtherFormatsThatJavaKnows(String format) {
    assertInvalidFormat(Photos.encode(Photos.cat(), format));
  }

  static Stream<Named<byte[]>> noImages() {
    return Stream.of(
        Named.of("nothing", new byte[0]),
        Named.of("text", "This is not a cat.".getBytes(StandardCharsets.UTF_8)),
        Named.of(
            "SVG",
            "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'/>"
                .getBytes(StandardCharsets.UTF_8)),
        Named.of("WebP", "RIFF$\0\0\0WEBPVP8 ".getBytes(StandardCharsets.ISO_8859_1)),
        Named.of("a JPEG file's first three bytes", Arrays.copyOf(jpeg(), 3)),
        Named.of("a JPEG file's first 300 bytes", Arrays.copyOf(jpeg(), 300)),
        Named.of("a PNG file's first 8 bytes", Arrays.copyOf(png(), 8)),
        Named.of("a PNG file's first 40 bytes", Arrays.copyOf(png(), 40)),
        Named.of("zeros", new byte[1000]));
  }

  @ParameterizedTest
  @MethodSource("noImages")
  void refusesWhatIsNoImage(byte[] file) {
    assertInvalidFormat(file);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.9, 0.99})
  void refusesAFileThatIsCutShort(double share) {
    byte[] jpeg = jpeg();
    assertInvalidFormat(Arrays.copyOf(jpeg, (int) (jpeg.length * share)));
    byte[] progressive = Photos.encodeProgressive(Photos.cat(), "jpeg");
    assertInvalidFormat(Arrays.copyOf(progressive, (int) (progressive.length * share)));
    byte[] png = png();
    assertInvalidFormat(Arrays.copyOf(png, (int) (png.length * share)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.9, 0.99})
  void refusesALargeFileThatIsCutShort(double share) {
    byte[] jpeg = Photos.encode(Photos.scaledCat(3000, 2000, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
    assertInvalidFormat(Arrays.copyOf(jpeg, (int) (jpeg.length * share)));
  }

  @Test
  void refusesAJpegFileWithoutItsEnd() {
    for (int missing : new int[] {2, 20}) {
      byte[] jpeg = jpeg();
      assertInvalidFormat(Arrays.copyOf(jpeg, jpeg.length - missing));
      byte[] large =
          Photos.encode(Photos.scaledCat(3000, 2399, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
      assertInvalidFormat(Arrays.copyOf(large, large.length - missing));
    }
  }

  @Test
  void refusesALargePngFileWithoutItsEnd() {
    byte[] large = Photos.encode(Photos.scaledCat(3000, 2399, BufferedImage.TYPE_3BYTE_BGR), "png");
    for (int missing : new int[] {1, 12, 100, 1000}) {
      assertInvalidFormat(Arrays.copyOf(large, large.length - missing));
    }
  }

  @Test
  void refusesAJpegFileThatIsCutShortAndClosed() {
    byte[] jpeg = jpeg();
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length / 2);
    cut[cut.length - 2] = (byte) 0xFF;
    cut[cut.length - 1] = (byte) 0xD9;
    assertInvalidFormat(cut);
  }

  @Test
  void laysTransparencyOverWhite() throws Exception {
    BufferedImage picture = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(1, 0, Color.RED.getRGB());
    picture.setRGB(2, 0, new Color(0, 0, 0, 128).getRGB());
    byte[] file = Photos.encode(picture, "png");

    byte[] rgb = ImageDecoder.decode(file, ImageHeader.read(file)).rgb();

    assertThat(Arrays.copyOf(rgb, 9)).containsExactly(255, 255, 255, 255, 0, 0, 127, 127, 127);
  }

  @Test
  void decodesNoFinerThanTheDetectorLooks() throws Exception {
    byte[] file = Photos.encode(Photos.scaledCat(6000, 900, BufferedImage.TYPE_3BYTE_BGR), "jpeg");

    RgbImage image = ImageDecoder.decode(file, ImageHeader.read(file));

    assertThat(image.width()).isEqualTo(600);
    assertThat(image.height()).isEqualTo(900);
  }

  private static void assertInvalidFormat(byte[] file) {
    Answer answer = Rekognition.SERVICE.handle("DetectLabels", s3Request(), s3(file));
    assertThat(Rekognition.errorType(answer)).isEqualTo("400 InvalidImageFormatException");
    assertThat(Rekognition.json(answer).path("Message").asText())
        .startsWith("Request has invalid image format");
  }

  private static byte[] s3Request() {
    return Rekognition.s3Request("photos", "photo").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static S3ObjectReader s3(byte[] file) {
    return (bucket, key, version, maxBytes) -> file;
  }

  private static byte[] jpeg() {
    return Photos.encode(Photos.cat(), "jpeg");
  }

  private static byte[] png() {
    return Photos.encode(Photos.cat(), "png");
  }

  private static BoundingBox catBox(byte[] file) {
    Answer answer = Rekognition.call(file);
    return Rekognition.box(Rekognition.label(answer, "Cat").orElseThrow().path("Instances").get(0));
  }

  /** The inverse of what a viewer does for an orientation, worked out with coordinates. */
  private static BufferedImage asStored(BufferedImage upright, int orientation) {
    boolean sideways = orientation >= 5;
    int width = sideways ? upright.getHeight() : upright.getWidth();
    int height = sideways ? upright.getWidth() : upright.getHeight();
    BufferedImage stored = new BufferedImage(width, height, upright.getType());
    for (int y = 0; y < upright.getHeight(); y++) {
      for (int x = 0; x < upright.getWidth(); x++) {
        // EXIF names the sides of the upright image at which the stored row 0 and column 0 lie:
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

  /** A TIFF header with one entry: orientation, a short. */
  private static byte[] exif(int orientation) {
    byte[] exif =
        "Exif\0\0MM\0*\0\0\0\b\0\1\1\22\0\3\0\0\0\1\0\0\0\0\0\0\0\0"
            .getBytes(StandardCharsets.ISO_8859_1);
    exif[6 + 8 + 2 + 8 + 1] = (byte) orientation;
    return exif;
  }

  private static byte[] adobe(byte[] jpeg, int transform) {
    byte[] segment = "Adobe\0\144\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    segment[11] = (byte) transform;
    return Photos.withSegment(jpeg, APP14, segment);
  }

  /** Cyan, magenta, yellow and black; inverted, 255 stands for no ink. */
  private static Raster inks(BufferedImage picture, boolean inverted) {
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

  /** Adobe's inverted inks, the complement of their colours as YCbCr. */
  private static Raster ycck(BufferedImage picture) {
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

  private static BufferedImage sixteenBits(BufferedImage picture) {
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

  private static BufferedImage greyWithAlpha() {
    BufferedImage picture = Photos.scaledCat(451, 300, BufferedImage.TYPE_BYTE_GRAY);
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster =
        model.createCompatibleWritableRaster(picture.getWidth(), picture.getHeight());
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        raster.setPixel(x, y, new int[] {picture.getRaster().getSample(x, y, 0), 255});
      }
    }
    return new BufferedImage(model, raster, false, null);
  }

  private static byte[] strayByteBeforeEnd(byte[] jpeg) {
    byte[] file = Arrays.copyOf(jpeg, jpeg.length + 2);
    file[jpeg.length - 2] = 0;
    file[jpeg.length - 1] = 0;
    file[jpeg.length] = (byte) 0xFF;
    file[jpeg.length + 1] = (byte) 0xD9;
    return file;
  }
}
