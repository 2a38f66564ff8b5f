package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names of classes, over all modules. */
class ClassNamesTest {
  private static final Set<String> NOT_CLASSES = Set.of("package-info.java", "module-info.java");

  @Test
  void nameOneClassEach() throws IOException {
    var byName = new TreeMap<String, List<Path>>();
    for (var module : modules()) {
      for (var source : sources(module.resolve("src/main/java"))) {
        byName
            .computeIfAbsent(source.getFileName().toString(), name -> new ArrayList<>())
            .add(source);
      }
    }
    byName.keySet().removeAll(NOT_CLASSES);
    assertThat(byName).containsKeys("ClassifyHandler.java", "LocalDeployment.java", "Main.java");
    assertThat(byName.values().stream().filter(sources -> sources.size() > 1))
        .as("classes with the same name: rename all but one")
        .isEmpty();
  }

  /** The folders that the parent lists. */
  private static List<Path> modules() throws IOException {
    return Files.readAllLines(Path.of("pom.xml")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("<module>"))
        .map(line -> Path.of(line.replaceAll("</?module>", "")))
        .toList();
  }

  private static List<Path> sources(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
