package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobClient;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.e2e.Stack.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in leads to the same end: labels, boxes and an identical copy in Azure. */
@ExtendWith(Laptop.class)
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
  void labelsAndCopiesWhatTheS3ClientPuts(String photo) {
    String key = "by-client/" + photo;
    stack.putObject(key, Laptop.photo(photo));

    JsonNode image = stack.awaitDone(key);

    assertThat(image.path("status").asText()).isEqualTo("labelled");
    Labels.assertShows(image, photo);
    assertIdenticalCopy(key, Laptop.photo(photo));
  }

  @Test
  void labelsAndCopiesWhatAPresignedUrlTakes() {
    byte[] photo = Laptop.photo("cat-and-cup.jpg");

    String key = stack.uploadAsThePageDoes("cat-and-cup.jpg", "image/jpeg", photo);

    JsonNode image = stack.awaitDone(key);
    Labels.assertShows(image, "cat-and-cup.jpg");
    assertThat(image.path("contentType").asText()).isEqualTo("image/jpeg");
    assertThat(image.path("sha256").asText()).isEqualTo(Stack.sha256(photo));
    assertThat(stack.download(image.path("url").asText())).isEqualTo(photo);
    assertIdenticalCopy(key, photo);
  }

  @Test
  void answersAtOnceWithTheLabelsOfWhatIsPosted() {
    byte[] photo = Laptop.photo("chelsea.png");

    Answer answer = stack.postImage("image/png", photo);

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    Labels.assertShows(answer.json(), "chelsea.png");
    String key = answer.json().path("key").asText();
    Labels.assertShows(stack.awaitDone(key), "chelsea.png");
    assertIdenticalCopy(key, photo);
  }

  /** {@code curl --data-binary} without {@code -H} declares a form. */
  @Test
  void takesPostedBytesForWhatTheyAreWhateverTheirDeclaredType() {
    Answer answer =
        stack.postImage("application/x-www-form-urlencoded", Laptop.photo("cat-and-cup.jpg"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    Labels.assertShows(answer.json(), "cat-and-cup.jpg");
  }

  private void assertIdenticalCopy(String key, byte[] original) {
    BlobClient copy = stack.backups().getBlobClient(key);
    assertThat(copy.downloadContent().toBytes()).isEqualTo(original);
    assertThat(copy.getProperties().getContentMd5()).isEqualTo(Stack.digest("MD5", original));
  }
}
