package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which packages may know which, as the README of this module says. */
class RoomsTest {
  private static final Set<String> SERVICES =
      Set.of("amplify", "dynamodb", "lambda", "rekognition", "s3", "sns", "sqs", "sts");
  private static final Path SOURCES =
      Path.of(
          System.getProperty("twinlens.home"),
          "local/services/src/main/java/dev/twinlens/local/services");
  private static final Pattern IMPORT =
      Pattern.compile("import (?:static )?dev\\.twinlens\\.local\\.services\\.([a-z0-9]+)\\.");

  static Stream<String> packages() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .filter(Files::isDirectory)
          .map(directory -> directory.getFileName().toString())
          .toList()
          .stream();
    }
  }

  @Test
  void everyServiceHasAPackage() throws IOException {
    assertThat(packages()).containsAll(SERVICES);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void knowsNoService(String name) throws IOException {
    Set<String> known = new TreeSet<>(known(name));
    known.remove(name);

    assertThat(known).doesNotContainAnyElementsOf(SERVICES);
  }

  /** The packages that the files of a package import. */
  private static Set<String> known(String name) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(SOURCES.resolve(name))) {
      files = all.filter(Files::isRegularFile).toList();
    }
    Set<String> known = new TreeSet<>();
    for (Path file : files) {
      Matcher imports = IMPORT.matcher(Files.readString(file));
      while (imports.find()) {
        known.add(imports.group(1));
      }
    }
    return known;
  }
}
