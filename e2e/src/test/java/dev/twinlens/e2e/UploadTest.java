package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobClient;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in leads to the same end: labels, boxes and an identical copy in Azure. */
@ExtendWith(DevStack.class)
class UploadTest {
  private final Stack stack;

  UploadTest(Stack stack) {
    this.stack = stack;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chelsea.png",
        "coffee.png",
        "camera.png",
        "astronaut.png",
        "cat-and-cup.jpg",
        "rocket.jpg"
      })
  void labelsAndCopiesAnObjectThatTheS3ClientPuts(String photo) {
    String key = "by-client/" + photo;
    stack.putObject(key, Photos.read(photo));

    JsonNode image = stack.awaitDone(key);

    assertThat(image.path("status").asText()).isEqualTo("labelled");
    Labels.assertShows(image, photo);
    assertIdenticalCopy(key, Photos.read(photo));
  }

  @Test
  void labelsAndCopiesAnObjectThatIsSentToAPresignedUrl() {
    byte[] photo = Photos.read("cat-and-cup.jpg");

    String key = stack.uploadAsThePageDoes("cat-and-cup.jpg", "image/jpeg", photo);

    JsonNode image = stack.awaitDone(key);
    Labels.assertShows(image, "cat-and-cup.jpg");
    assertThat(image.path("contentType").asText()).isEqualTo("image/jpeg");
    assertThat(image.path("sha256").asText()).isEqualTo(Stack.sha256(photo));
    assertThat(stack.download(image.path("url").asText())).isEqualTo(photo);
    assertIdenticalCopy(key, photo);
  }

  @Test
  void respondsWithTheLabelsOfAPostedImage() {
    byte[] photo = Photos.read("chelsea.png");

    Response response = stack.postImage("image/png", photo);

    assertThat(response.status()).as(response.body()).isEqualTo(201);
    Labels.assertShows(response.json(), "chelsea.png");
    String key = response.json().path("key").asText();
    Labels.assertShows(stack.awaitDone(key), "chelsea.png");
    assertIdenticalCopy(key, photo);
  }

  /** {@code curl --data-binary} without {@code -H} declares a form. */
  @Test
  void detectsTheTypeOfAPostedImageFromItsBytes() {
    Response response =
        stack.postImage("application/x-www-form-urlencoded", Photos.read("cat-and-cup.jpg"));

    assertThat(response.status()).as(response.body()).isEqualTo(201);
    Labels.assertShows(response.json(), "cat-and-cup.jpg");
  }

  private void assertIdenticalCopy(String key, byte[] original) {
    BlobClient copy = stack.copyOf(key);
    assertThat(copy.downloadContent().toBytes()).isEqualTo(original);
    assertThat(copy.getProperties().getContentMd5()).isEqualTo(Stack.digest("MD5", original));
  }
}
