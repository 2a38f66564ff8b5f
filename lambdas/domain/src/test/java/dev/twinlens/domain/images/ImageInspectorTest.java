package dev.twinlens.domain.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.testing.Photos;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageInspectorTest {
  private static final int MAX_BYTES = 15 * 1024 * 1024;

  private final ImageInspector inspector =
      new ImageInspector(new ImageRules(MAX_BYTES, Set.of("image/jpeg", "image/png")));

  @ParameterizedTest
  @CsvSource({
    "astronaut.png, PNG, 512, 512",
    "camera.png, PNG, 512, 512",
    "chelsea.png, PNG, 451, 300",
    "coffee.png, PNG, 600, 400",
    "cat-and-cup.jpg, JPEG, 1024, 512",
    "four.jpg, JPEG, 1000, 1000",
    "rocket.jpg, JPEG, 640, 427",
  })
  void acceptsPhotos(String photo, ImageType type, int width, int height) {
    assertThat(inspect(Photos.read(photo))).isEqualTo(new Inspection.Accepted(type, width, height));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rocket.jpg", "chelsea.png"})
  void acceptsPhotosWithMoreBehindTheirEnd(String photo) {
    byte[] bytes = Photos.followedBy(Photos.read(photo), new byte[200_000]);

    assertThat(inspect(bytes)).isInstanceOf(Inspection.Accepted.class);
  }

  @Test
  void acceptsJpegWhoseFrameStandsBehindLongSegments() {
    byte[] jpeg = Photos.plain("jpg", 100, 120);
    byte[] segment = new byte[2 + 65_535];
    segment[0] = (byte) 0xFF;
    segment[1] = (byte) 0xE2;
    segment[2] = (byte) 0xFF;
    segment[3] = (byte) 0xFF;
    byte[] start = {jpeg[0], jpeg[1]};
    byte[] rest = java.util.Arrays.copyOfRange(jpeg, 2, jpeg.length);
    byte[] bytes =
        Photos.followedBy(Photos.followedBy(Photos.followedBy(start, segment), segment), rest);

    assertThat(inspect(bytes)).isEqualTo(new Inspection.Accepted(ImageType.JPEG, 100, 120));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rocket.jpg", "cat-and-cup.jpg", "chelsea.png", "astronaut.png"})
  void rejectsTruncatedPhotosWhereverTheyEnd(String photo) {
    byte[] whole = Photos.read(photo);

    for (int length : List.of(3, 10, 40, 200, 1000, whole.length / 2, whole.length - 1)) {
      Inspection inspection = inspect(java.util.Arrays.copyOf(whole, length));
      assertThat(inspection).isInstanceOf(Inspection.Rejected.class);
      if (length >= 10) {
        assertThat(((Inspection.Rejected) inspection).flaw()).isEqualTo(Inspection.Flaw.TRUNCATED);
        assertThat(((Inspection.Rejected) inspection).reason()).contains("cut off");
      }
    }
  }

  @Test
  void rejectsHeadersThatClaimAnEnormousImage() {
    assertRejected(
        Photos.pngThatClaims(50_000, 50_000), Inspection.Flaw.DIMENSIONS, "50,000 × 50,000 pixels");
    assertRejected(
        Photos.jpegThatClaims(50_000, 50_000),
        Inspection.Flaw.DIMENSIONS,
        "50,000 × 50,000 pixels");
    assertRejected(
        Photos.pngThatClaims(Integer.MAX_VALUE, 100), Inspection.Flaw.DIMENSIONS, "10,000");
  }

  @Test
  void namesTheDimensionsOfABombThatIsNothingButAHeader() {
    byte[] header = java.util.Arrays.copyOf(Photos.pngThatClaims(50_000, 50_000), 33);

    assertRejected(header, Inspection.Flaw.DIMENSIONS, "50,000");
  }

  @Test
  void keepsRekognitionsLimitsToThePixel() {
    assertThat(inspect(Photos.pngThatClaims(80, 10_000))).isInstanceOf(Inspection.Accepted.class);
    assertRejected(Photos.pngThatClaims(79, 100), Inspection.Flaw.DIMENSIONS, "79 × 100 pixels");
    assertRejected(Photos.pngThatClaims(100, 10_001), Inspection.Flaw.DIMENSIONS, "10,001");
    assertRejected(Photos.jpegThatClaims(100, 79), Inspection.Flaw.DIMENSIONS, "100 × 79 pixels");
  }

  @Test
  void rejectsTheEmptyFile() {
    assertRejected(new byte[0], Inspection.Flaw.EMPTY, "empty");
  }

  @Test
  void rejectsTooManyBytesWithoutReadingThem() {
    ByteSource large =
        new ByteSource() {
          @Override
          public long size() {
            return MAX_BYTES + 1;
          }

          @Override
          public byte[] read(long offset, int length) {
            throw new AssertionError("read");
          }
        };

    assertThat(inspector.inspect(large))
        .isEqualTo(
            new Inspection.Rejected(
                Inspection.Flaw.TOO_LARGE,
                "The file has 15,728,641 bytes; at most 15,728,640 are allowed."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GIF89a and more of it | GIF",
        "%PDF-1.7 and more of it | PDF",
        "<svg xmlns='http://www.w3.org/2000/svg'/> | SVG",
        "RIFF0000WEBPVP8 and more | WebP",
        "0000ftypheic and more of it | HEIC",
        "0000ftypavif and more of it | AVIF",
        "This is a text. | not an image",
        "x | not an image",
      })
  void namesWhatIsNotSupported(String content, String name) {
    assertRejected(Photos.text(content), Inspection.Flaw.UNSUPPORTED_TYPE, name);
  }

  @Test
  void rejectsImagesThatImageIoWritesButRekognitionDoesNotRead() {
    assertRejected(Photos.plain("gif", 100, 100), Inspection.Flaw.UNSUPPORTED_TYPE, "a GIF image");
    assertRejected(Photos.plain("bmp", 100, 100), Inspection.Flaw.UNSUPPORTED_TYPE, "a BMP image");
    assertRejected(
        Photos.plain("tiff", 100, 100), Inspection.Flaw.UNSUPPORTED_TYPE, "a TIFF image");
  }

  @Test
  void rejectsTypesThatTheDeploymentDoesNotAllow() {
    ImageInspector jpegOnly = new ImageInspector(new ImageRules(MAX_BYTES, Set.of("image/jpeg")));

    assertThat(jpegOnly.inspect(ByteSource.of(Photos.read("chelsea.png"))))
        .isEqualTo(
            new Inspection.Rejected(
                Inspection.Flaw.UNSUPPORTED_TYPE,
                "The file is a PNG image; only JPEG images are supported."));
  }

  @Test
  void rejectsDamagedHeaders() {
    byte[] png = Photos.read("chelsea.png");
    png[12] = 'X';
    assertRejected(png, Inspection.Flaw.UNREADABLE, "PNG header");

    byte[] jpeg = Photos.read("rocket.jpg");
    jpeg[20 + 2] = 0;
    jpeg[20 + 3] = 0;
    assertRejected(jpeg, Inspection.Flaw.UNREADABLE, "JPEG header");

    byte[] endsAtOnce = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};
    assertRejected(endsAtOnce, Inspection.Flaw.UNREADABLE, "no picture");
  }

  @Test
  void readsOnlyTheBeginningAndTheEndOfALargePhoto() {
    byte[] large = Photos.followedBy(new byte[0], Photos.read("chelsea.png"));
    List<Long> offsets = new ArrayList<>();
    ByteSource counting =
        new ByteSource() {
          @Override
          public long size() {
            return large.length;
          }

          @Override
          public byte[] read(long offset, int length) {
            offsets.add(offset);
            return ByteSource.of(large).read(offset, length);
          }
        };

    assertThat(inspector.inspect(counting)).isInstanceOf(Inspection.Accepted.class);
    assertThat(offsets).hasSize(2);
  }

  private Inspection inspect(byte[] bytes) {
    return inspector.inspect(ByteSource.of(bytes));
  }

  private void assertRejected(byte[] bytes, Inspection.Flaw flaw, String reason) {
    assertThat(inspect(bytes))
        .isInstanceOfSatisfying(
            Inspection.Rejected.class,
            rejected -> {
              assertThat(rejected.flaw()).isEqualTo(flaw);
              assertThat(rejected.reason()).contains(reason);
            });
  }
}
