package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment keeps its images when it is stopped and started again. */
@Tag("own-deployment")
class RestartTest {
  private static final String KEY = "kept/chelsea.png";

  @TempDir private Path data;

  @Test
  void keepsPhotosLabelsAndBackupsAcrossAStop() {
    byte[] photo = Photos.read("chelsea.png");
    String bucket;
    JsonNode before;
    try (Stack stack = Stack.start(data, "dev")) {
      bucket = stack.output("imagesBucket");
      stack.putObject(KEY, photo);
      before = stack.awaitDone(KEY);
    }

    try (Stack stack = Stack.start(data, "dev")) {
      assertThat(stack.output("imagesBucket")).isEqualTo(bucket);
      JsonNode after = stack.image(KEY).json();
      assertThat(after.path("labels")).isEqualTo(before.path("labels"));
      assertThat(after.path("versionId")).isEqualTo(before.path("versionId"));
      assertThat(stack.download(after.path("url").asText())).isEqualTo(photo);
      assertThat(stack.copyOf(KEY).downloadContent().toBytes()).isEqualTo(photo);

      stack.putObject(KEY, Photos.read("coffee.png"));
      JsonNode replaced =
          stack.awaitImage(
              KEY, image -> Labels.withBoxes(image).containsKey("Cup") && image.has("backup"));
      assertThat(replaced.path("versionId")).isNotEqualTo(before.path("versionId"));
      assertThat(Labels.withBoxes(replaced)).doesNotContainKey("Cat");
    }
  }
}
