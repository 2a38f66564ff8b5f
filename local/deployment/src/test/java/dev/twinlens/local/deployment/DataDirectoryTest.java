package dev.twinlens.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.deployment.resources.InputWithoutEffect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("AWS_SECRET_ACCESS_KEY", "hush");
  private static final List<InputWithoutEffect> INPUTS =
      List.of(new InputWithoutEffect("q:Queue", "tags", "not billed"));

  @TempDir private Path folder;

  @Test
  void isUsedByOneDeploymentAtATime() {
    try (DataDirectory data = DataDirectory.lock(folder)) {
      assertThatThrownBy(() -> DataDirectory.lock(data.path()))
          .hasMessageContaining("already running")
          .hasMessageContaining("--data");
    }
    DataDirectory.lock(folder).close();
  }

  @Test
  void publishesForAsLongAsTheDeploymentRuns() {
    try (DataDirectory data = DataDirectory.lock(folder)) {
      assertThatThrownBy(() -> DataDirectory.environmentOf(folder))
          .hasMessageContaining("no deployment is running");

      data.publish(Map.of("apiUrl", "http://127.0.0.1"), ENVIRONMENT, INPUTS);

      assertThat(folder.resolve("outputs.json")).content().contains("http://127.0.0.1");
      assertThat(DataDirectory.environmentOf(folder)).isEqualTo(ENVIRONMENT);
    }
    assertThat(folder.resolve("outputs.json")).doesNotExist();
    assertThatThrownBy(() -> DataDirectory.environmentOf(folder))
        .hasMessageContaining("no deployment is running");
  }

  @Test
  void keepsTheInputsWithoutEffectUntilTheNextStart() {
    try (DataDirectory data = DataDirectory.lock(folder)) {
      data.publish(Map.of(), ENVIRONMENT, INPUTS);
    }
    assertThat(DataDirectory.inputsWithoutEffectOf(folder)).isEqualTo(INPUTS);

    DataDirectory.lock(folder).close();

    assertThat(DataDirectory.inputsWithoutEffectOf(folder)).isEmpty();
  }

  @Test
  void keepsSecretsInAFileForItsOwnerAlone() throws IOException {
    try (DataDirectory data = DataDirectory.lock(folder)) {
      data.publish(Map.of(), ENVIRONMENT, INPUTS);

      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("environment.json"))))
          .isEqualTo("rw-------");
    }
  }
}
