package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person has put into a deployment is there again after a stop. */
@Tag("own-deployment")
class RestartTest {
  private static final String KEY = "kept/chelsea.png";

  @TempDir private Path data;

  @Test
  void keepsPhotosLabelsAndBackupsAcrossAStop() {
    byte[] photo = Laptop.photo("chelsea.png");
    String bucket;
    JsonNode before;
    try (Stack stack = Laptop.start(data, "dev")) {
      bucket = stack.output("imagesBucket");
      stack.putObject(KEY, photo);
      before = stack.awaitDone(KEY);
    }

    try (Stack stack = Laptop.start(data, "dev")) {
      assertThat(stack.output("imagesBucket")).isEqualTo(bucket);
      JsonNode after = stack.image(KEY).json();
      assertThat(after.path("labels")).isEqualTo(before.path("labels"));
      assertThat(after.path("versionId")).isEqualTo(before.path("versionId"));
      assertThat(stack.download(after.path("url").asText())).isEqualTo(photo);
      assertThat(stack.backups().getBlobClient(KEY).downloadContent().toBytes()).isEqualTo(photo);

      stack.putObject(KEY, Laptop.photo("coffee.png"));
      JsonNode replaced =
          stack.awaitImage(
              KEY, image -> Labels.withBoxes(image).containsKey("Cup") && image.has("backup"));
      assertThat(replaced.path("versionId")).isNotEqualTo(before.path("versionId"));
      assertThat(Labels.withBoxes(replaced)).doesNotContainKey("Cat");
    }
  }
}
