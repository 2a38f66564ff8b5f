package dev.twinlens.uploadimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.testing.ApiEvents;
import dev.twinlens.testing.ApiResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which bodies are accepted, and how the others are rejected. */
final class UploadedBodyTest {
  private final UploadRig rig = new UploadRig();

  static Stream<Arguments> badBodies() {
    byte[] rocket = Photos.read("rocket.jpg");
    byte[] cat = Photos.read("chelsea.png");
    return Stream.of(
        Arguments.of("image/jpeg", new byte[0], 400, "empty"),
        Arguments.of("image/jpeg", Photos.text("not a photo"), 415, "not an image"),
        Arguments.of("image/gif", Photos.plain("gif", 100, 100), 415, "GIF"),
        Arguments.of("image/jpeg", Photos.firstHalf(rocket), 422, "cut off"),
        Arguments.of("image/png", Photos.firstHalf(cat), 422, "cut off"),
        Arguments.of("image/png", Photos.pngThatClaims(50_000, 50_000), 422, "50,000 × 50,000"),
        Arguments.of("image/jpeg", Photos.jpegThatClaims(50_000, 50_000), 422, "50,000 × 50,000"),
        Arguments.of("image/png", Photos.plain("png", 79, 200), 422, "at least 80"),
        Arguments.of(
            "image/jpeg", Photos.followedBy(rocket, new byte[4_500_000]), 413, "POST /uploads"),
        Arguments.of("multipart/form-data; boundary=x", Photos.text("--x"), 415, "--data-binary"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void rejectsWhatIsNotAPhotoBeforeAnythingIsStored(
      String type, byte[] body, int status, String detail) {
    ApiResult response = rig.post(type, body);

    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(response.json().get("detail").toString()).contains(detail);
    assertThat(rig.stack().faults().calls()).isEmpty();
  }

  @Test
  void acceptsExactlyTheSizeThatItStates() {
    byte[] cat = Photos.read("chelsea.png");
    byte[] most = Photos.followedBy(cat, new byte[4_500_000 - cat.length]);

    assertThat(rig.post("image/png", most).status()).isEqualTo(201);
    assertThat(rig.post("image/png", Photos.followedBy(most, new byte[1])).status()).isEqualTo(413);
  }

  @Test
  void saysHowToSendBytesWhenTheyCameAsText() {
    APIGatewayV2HTTPEvent event = ApiEvents.text("POST /images", "text/plain", "\uFFFDPNG...");

    ApiResult response = rig.api().send(event);

    assertThat(response.status()).isEqualTo(415);
    assertThat(response.json().get("detail").toString()).contains("Content-Type: image/jpeg");
  }

  @Test
  void judgesByTheBytesNotByTheDeclaredType() {
    ApiResult response = rig.post("application/x-www-form-urlencoded", Photos.read("rocket.jpg"));

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.json()).containsEntry("contentType", "image/jpeg");
    assertThat(response.json().get("key").toString()).endsWith("/photo.jpg");
  }
}
