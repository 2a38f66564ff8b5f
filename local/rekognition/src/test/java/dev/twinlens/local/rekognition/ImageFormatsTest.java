package dev.twinlens.local.rekognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.testing.Pictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFormatsTest {

  static Stream<Named<byte[]>> catsInEveryFormat() {
    BufferedImage cat = Pictures.cat();
    return Stream.of(
        Named.of("JPEG", Pictures.encode(cat, "jpeg")),
        Named.of("progressive JPEG", Pictures.encodeProgressive(cat, "jpeg")),
        Named.of(
            "grey JPEG",
            Pictures.encode(Pictures.cat(451, 300, BufferedImage.TYPE_BYTE_GRAY), "jpeg")),
        Named.of("CMYK JPEG", Pictures.encodeRaster(Pictures.inks(cat, false))),
        Named.of(
            "Adobe's CMYK JPEG",
            Pictures.adobe(Pictures.encodeRaster(Pictures.inks(cat, true)), 0)),
        Named.of("Adobe's YCCK JPEG", Pictures.adobe(Pictures.encodeRaster(Pictures.ycck(cat)), 2)),
        Named.of("interlaced PNG", Pictures.encodeProgressive(cat, "png")),
        Named.of(
            "palette PNG",
            Pictures.encode(Pictures.cat(451, 300, BufferedImage.TYPE_BYTE_INDEXED), "png")),
        Named.of(
            "grey PNG of 16 bits",
            Pictures.encode(Pictures.cat(451, 300, BufferedImage.TYPE_USHORT_GRAY), "png")),
        Named.of("PNG of 16 bits", Pictures.encode(Pictures.sixteenBits(cat), "png")),
        Named.of(
            "PNG with alpha",
            Pictures.encode(Pictures.cat(451, 300, BufferedImage.TYPE_INT_ARGB), "png")),
        Named.of(
            "grey PNG with alpha",
            Pictures.encode(Pictures.grey(DataBuffer.TYPE_BYTE, /* alpha= */ true), "png")),
        Named.of(
            "JPEG of 24 megapixels",
            Pictures.encode(Pictures.cat(6000, 4000, BufferedImage.TYPE_3BYTE_BGR), "jpeg")),
        Named.of(
            "interlaced PNG of 6 megapixels",
            Pictures.encodeProgressive(
                Pictures.cat(3000, 2000, BufferedImage.TYPE_3BYTE_BGR), "png")),
        Named.of(
            "JPEG with a broken colour profile", withBrokenProfile(Pictures.encode(cat, "jpeg"))),
        Named.of(
            "Adobe's CMYK JPEG with a broken colour profile",
            withBrokenProfile(Pictures.adobe(Pictures.encodeRaster(Pictures.inks(cat, true)), 0))),
        Named.of(
            "JPEG with stray bytes before a marker",
            Pictures.strayBytesBeforeTheEnd(Pictures.encode(cat, "jpeg"))));
  }

  @ParameterizedTest
  @MethodSource("catsInEveryFormat")
  void detectsTheCat(byte[] file) {
    RekognitionResponse response =
        Rekognition.SERVICE.handle("DetectLabels", s3Request(), s3(file));

    assertThat(Rekognition.label(response, "Cat"))
        .as(response.json())
        .hasValueSatisfying(
            cat -> assertThat(cat.path("Confidence").floatValue()).isGreaterThan(80f));
  }

  static Stream<Named<byte[]>> catsInCmyk() {
    return catsInEveryFormat().filter(cat -> cat.getName().matches(".*(CMYK|YCCK).*"));
  }

  @ParameterizedTest
  @MethodSource("catsInCmyk")
  void convertsCmykToRgb(byte[] file) throws Exception {
    byte[] original = png();

    byte[] expected = rgb(original);
    byte[] actual = rgb(file);

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
  void turnsTheImageUprightAndReturnsTheBoxForIt(int orientation) {
    BufferedImage scene = new BufferedImage(600, 400, BufferedImage.TYPE_3BYTE_BGR);
    scene.createGraphics().drawImage(Pictures.cat(), 0, 0, 300, 200, null);
    byte[] upright = Pictures.encode(scene, "jpeg");
    byte[] stored =
        Pictures.withSegment(
            Pictures.encode(Pictures.asStored(scene, orientation), "jpeg"),
            Pictures.APP1,
            Pictures.exif(orientation));

    BoundingBox expected = catBox(upright);
    BoundingBox actual = catBox(stored);

    assertThat(actual.intersectionOverUnion(expected)).isGreaterThan(0.9f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "bmp"})
  void rejectsOtherFormatsThatJavaReads(String format) {
    assertInvalidFormat(Pictures.encode(Pictures.cat(), format));
  }

  static Stream<Named<byte[]>> filesThatAreNotImages() {
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
  @MethodSource("filesThatAreNotImages")
  void rejectsFilesThatAreNotImages(byte[] file) {
    assertInvalidFormat(file);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.9, 0.99})
  void rejectsATruncatedFile(double share) {
    byte[] jpeg = jpeg();
    assertInvalidFormat(Arrays.copyOf(jpeg, (int) (jpeg.length * share)));
    byte[] progressive = Pictures.encodeProgressive(Pictures.cat(), "jpeg");
    assertInvalidFormat(Arrays.copyOf(progressive, (int) (progressive.length * share)));
    byte[] png = png();
    assertInvalidFormat(Arrays.copyOf(png, (int) (png.length * share)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.9, 0.99})
  void rejectsATruncatedLargeFile(double share) {
    byte[] jpeg = Pictures.encode(Pictures.cat(3000, 2000, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
    assertInvalidFormat(Arrays.copyOf(jpeg, (int) (jpeg.length * share)));
  }

  @Test
  void rejectsAJpegFileWithoutItsEnd() {
    for (int missing : new int[] {2, 20}) {
      byte[] jpeg = jpeg();
      assertInvalidFormat(Arrays.copyOf(jpeg, jpeg.length - missing));
      byte[] large =
          Pictures.encode(Pictures.cat(3000, 2399, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
      assertInvalidFormat(Arrays.copyOf(large, large.length - missing));
    }
  }

  @Test
  void rejectsALargePngFileWithoutItsEnd() {
    byte[] large = Pictures.encode(Pictures.cat(3000, 2399, BufferedImage.TYPE_3BYTE_BGR), "png");
    for (int missing : new int[] {1, 12, 100, 1000}) {
      assertInvalidFormat(Arrays.copyOf(large, large.length - missing));
    }
  }

  @Test
  void rejectsATruncatedJpegFileWithAnEndMarker() {
    assertInvalidFormat(Pictures.closed(jpeg()));
  }

  @Test
  void drawsTransparencyOverWhite() throws Exception {
    BufferedImage picture = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(1, 0, Color.RED.getRGB());
    picture.setRGB(2, 0, new Color(0, 0, 0, 128).getRGB());
    byte[] file = Pictures.encode(picture, "png");

    assertThat(Arrays.copyOf(rgb(file), 9))
        .containsExactly(255, 255, 255, 255, 0, 0, 127, 127, 127);
  }

  @Test
  void subsamplesEachAxisToTheDetectorsResolution() throws Exception {
    byte[] file = Pictures.encode(Pictures.cat(6000, 900, BufferedImage.TYPE_3BYTE_BGR), "jpeg");

    BufferedImage image = ImageDecoder.decode(file, ImageHeader.read(file));

    assertThat(image.getWidth()).isEqualTo(600);
    assertThat(image.getHeight()).isEqualTo(900);
  }

  private static void assertInvalidFormat(byte[] file) {
    RekognitionResponse response =
        Rekognition.SERVICE.handle("DetectLabels", s3Request(), s3(file));
    assertThat(Rekognition.errorType(response)).isEqualTo("400 InvalidImageFormatException");
    assertThat(Rekognition.json(response).path("Message").asText())
        .startsWith("Request has invalid image format");
  }

  /** Red, green and blue of each decoded pixel, row by row. */
  private static byte[] rgb(byte[] file) throws RekognitionException {
    BufferedImage image = ImageDecoder.decode(file, ImageHeader.read(file));
    ByteBuffer rgb = ByteBuffer.allocate(image.getWidth() * image.getHeight() * 3);
    for (int pixel :
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
      rgb.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
    }
    return rgb.array();
  }

  private static byte[] withBrokenProfile(byte[] jpeg) {
    byte[] profile = "ICC_PROFILE\0\1\1no profile".getBytes(StandardCharsets.ISO_8859_1);
    return Pictures.withSegment(jpeg, 0xE2, profile);
  }

  private static byte[] s3Request() {
    return Rekognition.s3Request("photos", "photo").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static S3ObjectReader s3(byte[] file) {
    return (bucket, key, version, maxBytes) -> file;
  }

  private static byte[] jpeg() {
    return Pictures.encode(Pictures.cat(), "jpeg");
  }

  private static byte[] png() {
    return Pictures.encode(Pictures.cat(), "png");
  }

  private static BoundingBox catBox(byte[] file) {
    RekognitionResponse response = Rekognition.call(file);
    return Rekognition.box(
        Rekognition.label(response, "Cat").orElseThrow().path("Instances").get(0));
  }
}
