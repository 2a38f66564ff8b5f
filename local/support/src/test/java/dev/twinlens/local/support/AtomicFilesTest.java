package dev.twinlens.local.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir private Path folder;

  @Test
  void replacesTheContentAndLeavesNothingElseBehind() throws IOException {
    Path file = folder.resolve("state.json");
    AtomicFiles.write(file, "old");

    AtomicFiles.write(file, "new");

    assertThat(file).hasContent("new");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void leavesNothingBehindWhenTheFileCannotBeReplaced() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("taken/full"));

    assertThatIOException().isThrownBy(() -> AtomicFiles.write(taken.getParent(), "new"));

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(taken.getParent());
    }
  }
}
