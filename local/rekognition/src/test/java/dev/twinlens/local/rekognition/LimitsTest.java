package dev.twinlens.local.rekognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  private static final int MIB = 1024 * 1024;

  @ParameterizedTest
  @CsvSource({"80, 80", "10000, 80", "80, 10000", "10000, 10000"})
  void acceptsTheSmallestAndTheLargestImage(int width, int height) {
    RekognitionResponse response =
        Rekognition.call(
            Pictures.encode(
                new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY), "png"));

    assertThat(response.status()).as(response.json()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"79, 80", "80, 79", "1, 1"})
  void rejectsAnImageThatIsTooSmall(int width, int height) {
    RekognitionResponse response =
        Rekognition.call(
            Pictures.encode(
                new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY), "png"));

    assertThat(Rekognition.errorType(response)).isEqualTo("400 InvalidParameterException");
    assertThat(message(response))
        .isEqualTo(
            "Request has invalid parameters: the image has %d x %d pixels; the minimum is 80 x 80",
            width, height);
  }

  @ParameterizedTest
  @CsvSource({"10001, 80", "80, 10001", "50000, 50000", "2147483647, 2147483647"})
  void rejectsAPngHeaderThatClaimsTooMuch(int width, int height) throws IOException {
    RekognitionResponse response = Rekognition.call(pngHeader(width, height));

    assertThat(Rekognition.errorType(response)).isEqualTo("400 ImageTooLargeException");
    assertThat(message(response))
        .isEqualTo(
            "Input image dimensions %d x %d exceed maximum dimension size of 10000 pixels",
            width, height);
  }

  @Test
  void rejectsAJpegHeaderThatClaimsTooMuch() {
    RekognitionResponse response = Rekognition.call(jpegHeader(50_000, 50_000));

    assertThat(Rekognition.errorType(response)).isEqualTo("400 ImageTooLargeException");
    assertThat(message(response))
        .isEqualTo(
            "Input image dimensions 50000 x 50000 exceed maximum dimension size of 10000 pixels");
  }

  @Test
  void rejectsAFileWithoutPixels() throws IOException {
    assertThat(Rekognition.errorType(Rekognition.call(jpegHeader(100, 100))))
        .isEqualTo("400 InvalidImageFormatException");
    assertThat(Rekognition.errorType(Rekognition.call(pngHeader(100, 100))))
        .isEqualTo("400 InvalidImageFormatException");
    assertThat(Rekognition.errorType(Rekognition.call(pngHeader(-1, 100))))
        .isEqualTo("400 InvalidImageFormatException");
  }

  @Test
  void acceptsFiveMegabytesInline() {
    RekognitionResponse response = Rekognition.call(padded(5 * MIB));

    assertThat(Rekognition.label(response, "Cat")).isPresent();
  }

  /** The message is AWS's. */
  @Test
  void rejectsMoreThanFiveMegabytesInline() {
    RekognitionResponse response = Rekognition.call(padded(5 * MIB + 1));

    assertThat(Rekognition.errorType(response)).isEqualTo("400 ValidationException");
    assertThat(message(response))
        .isEqualTo(
            "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=5242881"
                + " cap=5242881]' at 'image.bytes' failed to satisfy constraint: Member must have"
                + " length less than or equal to 5242880");
  }

  @Test
  void acceptsFifteenMegabytesFromS3() {
    byte[] file = padded(15 * MIB);

    RekognitionResponse response =
        Rekognition.call(
            Rekognition.s3Request("photos", "cat.jpg"), (bucket, key, version, most) -> file);

    assertThat(Rekognition.label(response, "Cat")).isPresent();
  }

  @Test
  void rejectsMoreThanFifteenMegabytesFromS3() {
    byte[] file = padded(15 * MIB + 1);

    RekognitionResponse response =
        Rekognition.call(
            Rekognition.s3Request("photos", "cat.jpg"), (bucket, key, version, most) -> file);

    assertThat(Rekognition.errorType(response)).isEqualTo("400 ImageTooLargeException");
  }

  private static String message(RekognitionResponse response) {
    return Rekognition.json(response).path("Message").asText();
  }

  /** A JPEG file of a cat, padded with zeros to this length. */
  private static byte[] padded(int length) {
    byte[] jpeg = Pictures.encode(Pictures.cat(), "jpeg");
    return Arrays.copyOf(jpeg, length);
  }

  private static byte[] pngHeader(int width, int height) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream chunk = new DataOutputStream(header);
    chunk.writeBytes("IHDR");
    chunk.writeInt(width);
    chunk.writeInt(height);
    chunk.write(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(header.toByteArray());

    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.writeLong(0x89504E470D0A1A0AL);
    out.writeInt(13);
    out.write(header.toByteArray());
    out.writeInt((int) crc.getValue());
    return file.toByteArray();
  }

  private static byte[] jpegHeader(int width, int height) {
    byte[] markers = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};
    byte[] scan = {1, 1, 0, 0, 63, 0};
    byte[] frame = {
      8, (byte) (height >> 8), (byte) height, (byte) (width >> 8), (byte) width, 1, 1, 0x11, 0
    };
    return Pictures.withSegment(Pictures.withSegment(markers, 0xDA, scan), 0xC0, frame);
  }
}
