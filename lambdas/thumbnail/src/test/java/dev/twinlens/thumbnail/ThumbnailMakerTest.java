package dev.twinlens.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twinlens.domain.images.ByteSource;
import dev.twinlens.domain.images.ImageInspector;
import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.domain.images.Inspection;
import dev.twinlens.domain.images.UnreadableImageException;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.local.testing.Pictures;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ThumbnailMakerTest {
  private static final int RGB = BufferedImage.TYPE_3BYTE_BGR;

  @ParameterizedTest
  @CsvSource({
    "3000, 2000, 480, 320",
    "2000, 3000, 320, 480",
    "481, 100, 480, 100",
    "480, 480, 480, 480",
    "300, 200, 300, 200",
    "6000, 80, 480, 6"
  })
  void fitsItIntoASquareAndEnlargesNothing(int width, int height, int expectedWidth, int expected)
      throws Exception {
    BufferedImage thumbnail = thumbnail(Pictures.encode(Pictures.cat(width, height, RGB), "jpeg"));

    assertThat(thumbnail.getWidth()).isEqualTo(expectedWidth);
    assertThat(thumbnail.getHeight()).isEqualTo(expected);
  }

  static Stream<Named<byte[]>> picturesOfEveryKind() {
    BufferedImage cat = Pictures.cat(451, 300, RGB);
    return Stream.of(
        Named.of("JPEG", Pictures.encode(cat, "jpeg")),
        Named.of("progressive JPEG", Pictures.encodeProgressive(cat, "jpeg")),
        // No program writes inks without Adobe's marker.
        Named.of(
            "Adobe's CMYK JPEG",
            Pictures.adobe(Pictures.encodeRaster(Pictures.inks(cat, /* inverted= */ true)), 0)),
        Named.of("Adobe's YCCK JPEG", Pictures.adobe(Pictures.encodeRaster(Pictures.ycck(cat)), 2)),
        Named.of("PNG", Pictures.encode(cat, "png")),
        Named.of("interlaced PNG", Pictures.encodeProgressive(cat, "png")),
        Named.of(
            "palette PNG",
            Pictures.encode(Pictures.cat(451, 300, BufferedImage.TYPE_BYTE_INDEXED), "png")),
        Named.of("PNG of 16 bits", Pictures.encode(Pictures.sixteenBits(cat), "png")),
        Named.of(
            "PNG with alpha",
            Pictures.encode(Pictures.cat(451, 300, BufferedImage.TYPE_INT_ARGB), "png")),
        Named.of("JPEG of 24 megapixels", Pictures.encode(Pictures.cat(6000, 3991, RGB), "jpeg")),
        Named.of(
            "interlaced PNG of 6 megapixels",
            Pictures.encodeProgressive(Pictures.cat(3000, 1995, RGB), "png")),
        Named.of(
            "JPEG with stray bytes before a marker",
            Pictures.strayBytesBeforeTheEnd(Pictures.encode(cat, "jpeg"))));
  }

  @ParameterizedTest
  @MethodSource("picturesOfEveryKind")
  void looksLikeThePhoto(byte[] file) throws Exception {
    BufferedImage thumbnail = thumbnail(file);

    assertThat(thumbnail.getType()).isEqualTo(RGB);
    assertThat(difference(thumbnail, Pictures.cat(451, 300, RGB))).isLessThan(10);
  }

  static Stream<Named<byte[]>> greyPicturesOfEveryKind() {
    BufferedImage cat = greyCat();
    return Stream.of(
        Named.of("JPEG", Pictures.encode(cat, "jpeg")),
        Named.of("PNG", Pictures.encode(cat, "png")),
        Named.of(
            "PNG of 16 bits", Pictures.encode(Pictures.grey(DataBuffer.TYPE_USHORT, false), "png")),
        Named.of(
            "PNG with alpha", Pictures.encode(Pictures.grey(DataBuffer.TYPE_BYTE, true), "png")),
        Named.of(
            "PNG of 16 bits with alpha",
            Pictures.encode(Pictures.grey(DataBuffer.TYPE_USHORT, true), "png")));
  }

  /** Java's own conversions brighten some of them. */
  @ParameterizedTest
  @MethodSource("greyPicturesOfEveryKind")
  void keepsTheBrightnessOfGreyPhotos(byte[] file) throws Exception {
    BufferedImage expected = new BufferedImage(451, 300, RGB);
    BufferedImage cat = greyCat();
    for (int y = 0; y < 300; y++) {
      for (int x = 0; x < 451; x++) {
        expected.setRGB(x, y, cat.getRaster().getSample(x, y, 0) * 0x010101);
      }
    }

    assertThat(difference(thumbnail(file), expected)).isLessThan(5);
  }

  /** Each file is stored as a camera held that way would store it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void turnsThePhotoUpright(int orientation) throws Exception {
    BufferedImage scene = scene();
    byte[] file =
        Pictures.withSegment(
            Pictures.encode(Pictures.asStored(scene, orientation), "jpeg"),
            Pictures.APP1,
            Pictures.exif(orientation));

    BufferedImage thumbnail = thumbnail(file);

    assertThat(thumbnail.getWidth()).isEqualTo(480);
    assertThat(thumbnail.getHeight()).isEqualTo(320);
    assertThat(nameOf(thumbnail.getRGB(120, 80))).isEqualTo("red");
    assertThat(nameOf(thumbnail.getRGB(360, 80))).isEqualTo("green");
    assertThat(nameOf(thumbnail.getRGB(120, 240))).isEqualTo("blue");
    assertThat(nameOf(thumbnail.getRGB(360, 240))).isEqualTo("white");
  }

  @ParameterizedTest
  @CsvSource({"600, 400, 320, 480", "300, 200, 200, 300", "400, 600, 480, 320"})
  void fitsAPhotoThatWasTakenSidewaysIntoTheSameSquare(
      int width, int height, int expectedWidth, int expectedHeight) throws Exception {
    byte[] file =
        Pictures.withSegment(
            Pictures.encode(Pictures.cat(width, height, RGB), "jpeg"),
            Pictures.APP1,
            Pictures.exif(6));

    BufferedImage thumbnail = thumbnail(file);

    assertThat(thumbnail.getWidth()).isEqualTo(expectedWidth);
    assertThat(thumbnail.getHeight()).isEqualTo(expectedHeight);
  }

  static Stream<Named<byte[]>> exifThatSaysNothing() {
    byte[] cyclic = Pictures.exif(6);
    // The directory claims thousands of entries.
    cyclic[14] = (byte) 0xFF;
    return Stream.of(
        Named.of("an orientation that EXIF does not know", Pictures.exif(9)),
        Named.of("too many entries", cyclic),
        Named.of("nothing behind the name", "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1)),
        Named.of("cut short", Arrays.copyOf(Pictures.exif(6), 20)));
  }

  @ParameterizedTest
  @MethodSource("exifThatSaysNothing")
  void takesAPhotoForUprightWhoseExifSaysNothing(byte[] exif) throws Exception {
    byte[] file = Pictures.withSegment(Pictures.encode(scene(), "jpeg"), Pictures.APP1, exif);

    assertThat(nameOf(thumbnail(file).getRGB(120, 80))).isEqualTo("red");
  }

  @Test
  void keepsNothingOfThePhotosMetadata() throws Exception {
    byte[] file =
        Pictures.withSegment(Pictures.encode(scene(), "jpeg"), Pictures.APP1, Pictures.exif(1));

    assertThat(new String(make(file), StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
  }

  @Test
  void laysTransparencyOverWhite() throws Exception {
    BufferedImage picture = new BufferedImage(200, 100, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(new Color(0, 0, 0, 128));
    graphics.fillRect(100, 0, 100, 100);
    graphics.dispose();

    BufferedImage thumbnail = thumbnail(Pictures.encode(picture, "png"));

    assertThat(thumbnail.getRGB(50, 50) & 0xFF).isCloseTo(255, within(3));
    assertThat(thumbnail.getRGB(150, 50) & 0xFF).isCloseTo(127, within(3));
  }

  static Stream<Named<byte[]>> damagedFiles() {
    byte[] jpeg = Pictures.encode(Pictures.cat(600, 400, RGB), "jpeg");
    byte[] large = Pictures.encode(Pictures.cat(4000, 3000, RGB), "jpeg");
    byte[] png = Pictures.encode(Pictures.cat(600, 400, RGB), "png");
    byte[] scrambled = png.clone();
    Arrays.fill(scrambled, png.length / 3, png.length / 3 + 1000, (byte) 0x5A);
    return Stream.of(
        Named.of("a JPEG that was cut short and closed", Pictures.closed(jpeg)),
        Named.of("a large JPEG that was cut short and closed", Pictures.closed(large)),
        Named.of("a PNG with something else in between", scrambled),
        Named.of("a PNG whose header claims more than it holds", Photos.pngThatClaims(200, 200)),
        Named.of(
            "a JPEG whose header claims more than it holds",
            Photos.jpegThatClaims(10_000, 10_000)));
  }

  @ParameterizedTest
  @MethodSource("damagedFiles")
  void makesNothingOfDamagedFiles(byte[] file) {
    assertThatThrownBy(() -> make(file)).isInstanceOf(UnreadableImageException.class);
  }

  /** A few bytes each make the decoder go over a hundred million pixels again and again. */
  @Test
  void makesNothingOfAFileWithScansWithoutEnd() {
    byte[] jpeg = Pictures.encodeProgressive(Pictures.cat(600, 400, RGB), "jpeg");
    byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 1, 63, 0x10};
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < 1000; i++) {
      file.writeBytes(scan);
    }
    file.write(jpeg, jpeg.length - 2, 2);

    assertThatThrownBy(() -> make(file.toByteArray()))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining("scans");
  }

  private static BufferedImage thumbnail(byte[] file) throws UnreadableImageException {
    return Pictures.read(make(file));
  }

  private static byte[] make(byte[] file) throws UnreadableImageException {
    Inspection inspection =
        new ImageInspector(new ImageRules(15 * 1024 * 1024, Set.of("image/jpeg", "image/png")))
            .inspect(ByteSource.of(file));
    return ThumbnailMaker.make(file, (Inspection.Accepted) inspection);
  }

  /** The mean difference of a sample, after a picture was scaled to the other's size. */
  private static double difference(BufferedImage picture, BufferedImage expected) {
    int width = expected.getWidth();
    int height = expected.getHeight();
    BufferedImage scaled = new BufferedImage(width, height, RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    long sum = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        Color one = new Color(scaled.getRGB(x, y));
        Color other = new Color(expected.getRGB(x, y));
        sum +=
            Math.abs(one.getRed() - other.getRed())
                + Math.abs(one.getGreen() - other.getGreen())
                + Math.abs(one.getBlue() - other.getBlue());
      }
    }
    return sum / (3.0 * width * height);
  }

  /** Red, green, blue and white quarters, from the upper left. */
  private static BufferedImage scene() {
    BufferedImage scene = new BufferedImage(960, 640, RGB);
    Graphics2D graphics = scene.createGraphics();
    List<Color> quarters = List.of(Color.RED, Color.GREEN, Color.BLUE, Color.WHITE);
    for (int i = 0; i < 4; i++) {
      graphics.setColor(quarters.get(i));
      graphics.fillRect(i % 2 * 480, i / 2 * 320, 480, 320);
    }
    graphics.dispose();
    return scene;
  }

  private static String nameOf(int rgb) {
    Color color = new Color(rgb);
    boolean red = color.getRed() > 200;
    boolean green = color.getGreen() > 200;
    boolean blue = color.getBlue() > 200;
    if (red && green && blue) {
      return "white";
    }
    return red ? "red" : green ? "green" : blue ? "blue" : "black";
  }

  private static BufferedImage greyCat() {
    return Pictures.cat(451, 300, BufferedImage.TYPE_BYTE_GRAY);
  }
}
