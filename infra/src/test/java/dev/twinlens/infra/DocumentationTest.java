package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.graph.PulumiProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the documentation, against what they name. */
class DocumentationTest {
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
  private static final Pattern SETTING = Pattern.compile("\\| `(\\w+)` \\| (?:`(.+?)`|–) \\|.*");

  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (var folder : List.of(".", "docs")) {
      try (var files = Files.list(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    for (var folder : List.of("api", "bootstrap", "infra", "lambdas", "local", "site", "e2e")) {
      try (var files = Files.walk(Path.of(folder), 2)) {
        files.filter(file -> file.endsWith("README.md")).forEach(pages::add);
      }
    }
    return pages.stream().map(Path::normalize).sorted();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksToWhatExists(Path page) throws IOException {
    var folder = page.toAbsolutePath().getParent();
    var links = LINK.matcher(Files.readString(page)).results().toList();
    for (var link : links) {
      var target = link.group(1).isEmpty() ? page : folder.resolve(link.group(1));
      assertThat(target).as("the link %s in %s", link.group(), page).exists();
      if (link.group(2) != null) {
        assertThat(anchors(target)).as("sections of %s", target).contains(link.group(2));
      }
    }
  }

  @Test
  void listsEverySettingWithItsDefault() throws IOException {
    var listed = new TreeMap<String, String>();
    for (var line : Files.readAllLines(Path.of("docs/settings.md"))) {
      var row = SETTING.matcher(line);
      if (row.matches()) {
        listed.put(row.group(1), row.group(2) == null ? "" : row.group(2));
      }
    }
    var declared = new TreeMap<String, String>();
    Recordings.PROJECT
        .settings()
        .forEach((name, setting) -> declared.put(name, PulumiProject.text(setting.get("default"))));
    assertThat(listed).isEqualTo(declared);
  }

  /** A heading's anchor: lower case, blanks as hyphens, other punctuation left out. */
  private static List<String> anchors(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }
}
