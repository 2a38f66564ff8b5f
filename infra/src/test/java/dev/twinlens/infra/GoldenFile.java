package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that follows from the program and is in the repository, so that reviews show changes. */
final class GoldenFile {
  private static final String UPDATE = "twinlens.update";

  private static final String COMMAND = "mvn -q -pl infra -am -D" + UPDATE + " test";

  private GoldenFile() {}

  /** Whether the files are written, not compared. */
  static boolean isUpdated() {
    return System.getProperty(UPDATE) != null;
  }

  /** Fails if the file has other content; with {@code -Dtwinlens.update} it is written first. */
  static void assertCurrent(Path file, String content) throws IOException {
    if (isUpdated()) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, content);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("%s is not current: run %s and review its diff", file, COMMAND)
        .isEqualTo(content);
  }
}
