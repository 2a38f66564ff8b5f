package dev.twinlens.local.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threads of everything that runs on this machine. */
class DaemonThreadsTest {
  private static final Pattern VIRTUAL =
      Pattern.compile("ofVirtual|startVirtualThread|newVirtualThread|VirtualThreads");

  /** All rooms are beside this one. */
  @Test
  void areNowhereVirtual() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("/src/main/"))
              .toList();
    }

    assertThat(sources).hasSizeGreaterThan(100);
    assertThat(sources.stream().filter(DaemonThreadsTest::usesVirtualThreads)).isEmpty();
  }

  private static boolean usesVirtualThreads(Path source) {
    try {
      return VIRTUAL.matcher(Files.readString(source)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
