package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What was acknowledged survives a disk without a free byte. The disk is in memory, which only root
 * can mount; without that right the test is skipped.
 */
@Tag("own-deployment")
class FullDiskTest {
  private static final String SIZE = "size=450m";
  private static final int UPLOADS = 6;
  private static final byte[] PHOTO = Photos.read("chelsea.png");

  @TempDir private Path disk;
  private boolean mounted;
  private final Map<String, String> acknowledged = new LinkedHashMap<>();

  @BeforeEach
  void mount() throws Exception {
    mounted = succeeds("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", disk.toString());
    assumeTrue(mounted, "no right to mount a disk");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(succeeds("umount", "--lazy", disk.toString())).isTrue();
    }
  }

  @Test
  void keepsWhatWasAcknowledgedAndGoesOnWhenThereIsSpaceAgain() throws Exception {
    Path data = disk.resolve("data");
    try (Stack stack = Stack.start(data, "dev")) {
      upload(stack, "before.png");
      stack.awaitDone("before.png");
      Path filler = fill();
      for (int i = 0; i < UPLOADS; i++) {
        tryUpload(stack, "full-%d.png".formatted(i));
      }
      Files.delete(filler);

      Awaitility.await().atMost(Stack.PATIENCE).until(() -> tryUpload(stack, "after.png"));
      stack.awaitOk("/health");
      assertAllThere(stack);
    }
    try (Stack stack = Stack.start(data, "dev")) {
      assertAllThere(stack);
      assertThat(stack.operate("verify", "--read")).contains("Every copy is there and identical");
    }
  }

  private void assertAllThere(Stack stack) {
    acknowledged.forEach(
        (key, version) -> {
          JsonNode image = stack.awaitDone(key);
          assertThat(image.path("versionId").asText()).as(key).isEqualTo(version);
          assertThat(stack.download(image.path("url").asText())).as(key).isEqualTo(PHOTO);
        });
  }

  /** Takes every byte that is free. */
  private Path fill() throws IOException {
    Path filler = disk.resolve("filler");
    for (int piece = 1 << 20; piece > 0; piece /= 2) {
      append(filler, new byte[piece]);
    }
    assertThat(Files.getFileStore(disk).getUsableSpace()).isLessThan(1 << 16);
    return filler;
  }

  private static void append(Path file, byte[] piece) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(piece);
      }
    } catch (IOException full) {
      // No space is left for so large a piece.
    }
  }

  private boolean tryUpload(Stack stack, String key) {
    try {
      upload(stack, key);
      return true;
    } catch (SdkException refused) {
      return false;
    }
  }

  private void upload(Stack stack, String key) {
    try (S3Client s3 = stack.s3()) {
      String version =
          s3.putObject(
                  put -> put.bucket(stack.output("imagesBucket")).key(key),
                  RequestBody.fromBytes(PHOTO))
              .versionId();
      acknowledged.put(key, version);
    }
  }

  private static boolean succeeds(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }
}
