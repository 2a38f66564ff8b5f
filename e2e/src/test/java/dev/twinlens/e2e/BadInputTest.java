package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Invalid input gets an error that says why, or is stored and marked as rejected. */
@ExtendWith(DevStack.class)
class BadInputTest {
  private final Stack stack;

  BadInputTest(Stack stack) {
    this.stack = stack;
  }

  static Stream<Arguments> notPhotos() {
    return Stream.of(
        Arguments.of("note.txt", "this is no photo".getBytes(StandardCharsets.UTF_8)),
        Arguments.of("text-named.jpg", "this is no photo".getBytes(StandardCharsets.UTF_8)),
        Arguments.of("empty.jpg", new byte[0]),
        Arguments.of("truncated.jpg", truncated(Photos.read("four.jpg"))),
        Arguments.of("bomb.png", pngHeader(50_000, 50_000)),
        Arguments.of("animation.gif", "GIF89a0000000000000".getBytes(StandardCharsets.ISO_8859_1)),
        Arguments.of("large.png", grown(Photos.read("chelsea.png"), 16 * 1024 * 1024)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notPhotos")
  void rejectsWithAReasonAndKeepsAndCopiesTheOriginal(String name, byte[] bytes) {
    String key = "bad/" + name;
    stack.putObject(key, bytes);
    try (S3Client s3 = stack.s3()) {
      JsonNode image = stack.awaitDone(key);

      assertThat(image.path("status").asText()).isEqualTo("rejected");
      assertThat(image.path("error").asText()).as("a reason").contains(" ");
      assertThat(
              s3.getObjectAsBytes(get -> get.bucket(stack.output("imagesBucket")).key(key))
                  .asByteArray())
          .isEqualTo(bytes);
    }
    assertThat(stack.copyOf(key).downloadContent().toBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notPhotos")
  void refusesAPostThatIsNotAnImage(String name, byte[] bytes) {
    Response response = stack.postImage("image/jpeg", bytes);

    assertThat(response.status()).as(response.body()).isBetween(400, 499);
  }

  @Test
  void namesTheRouteForLargerImages() {
    byte[] large = grown(Photos.read("chelsea.png"), 4_600_000);

    Response response = stack.postImage("image/png", large);

    assertThat(response.status()).isEqualTo(413);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(response.body()).contains("POST /uploads");
  }

  /** API Gateway refuses a body above Lambda's limit, before it invokes a function. */
  @Test
  void refusesLargerImagesAsTheGatewayDoes() {
    byte[] larger = grown(Photos.read("chelsea.png"), 8_000_000);

    Response response = stack.postImage("image/png", larger);

    assertThat(response.status()).isEqualTo(413);
    assertThat(response.body()).isEqualTo("{\"message\":\"Request Entity Too Large\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|fileName",
        "{\"fileName\":\"a.jpg\",\"contentType\":\"image/gif\",\"size\":10,\"sha256\":\"x\"}|contentType",
        "{\"fileName\":\"a.jpg\",\"contentType\":\"image/jpeg\",\"size\":0,\"sha256\":\"x\"}|size",
        "{\"fileName\":\"a.jpg\",\"contentType\":\"image/jpeg\",\"size\":99999999,\"sha256\":\"x\"}|size",
        "{\"fileName\":\"a.jpg\",\"contentType\":\"image/jpeg\",\"size\":10,\"sha256\":\"x\"}|sha256",
        "{\"fileName\":\"a.jpg\",\"contentType\":\"image/jpeg\",\"size\":\"ten\",\"sha256\":\"x\"}|size",
      })
  void namesTheWrongFieldOfARequest(String body, String field) {
    Response response = stack.postUpload(body);

    assertThat(response.status()).isBetween(400, 422);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(response.json().path("errors").findValuesAsText("field")).contains(field);
  }

  @ParameterizedTest
  @CsvSource({"not json", "[]", "''"})
  void refusesABodyThatIsNotAnObject(String body) {
    Response response = stack.postUpload(body);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
  }

  @Test
  void respondsNotFoundForAnUnknownKey() {
    Response response = stack.image("nobody/ever/uploaded/this.jpg");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0",
    "limit=many",
    "cursor=tampered",
    "label=Cat&minConfidence=200",
    "minConfidence=x"
  })
  void refusesWrongQueryParameters(String query) {
    Response response = stack.send(stack.api("/images?" + query).GET());

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
  }

  private static byte[] truncated(byte[] photo) {
    return Arrays.copyOf(photo, photo.length / 2);
  }

  /** A valid image, padded with zeros. */
  private static byte[] grown(byte[] photo, int size) {
    return Arrays.copyOf(photo, size);
  }

  /** A PNG's signature and header chunk, which declares this size. */
  private static byte[] pngHeader(int width, int height) {
    ByteBuffer png = ByteBuffer.allocate(33);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.putInt(13).put(new byte[] {'I', 'H', 'D', 'R'}).putInt(width).putInt(height);
    png.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(png.array(), 12, 17);
    return png.putInt((int) crc.getValue()).array();
  }
}
