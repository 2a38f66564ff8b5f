package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The command lines of the documentation, against the launcher and the settings. The conformance
 * tests hold those of AWS's and Pulumi's CLI against these.
 */
class DocumentedCommandsTest {
  private static final Pattern LAUNCHER = Pattern.compile("\\./twinlens ([a-z]+)([^`\\n|;)]*)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
  private static final Pattern SETTING =
      Pattern.compile(
          "pulumi config (?:set|rm)((?: --\\w+)*) '?([A-Za-z-]+:)?([A-Za-z]+)(?:\\[\\d])?");
  private static final Pattern SCRIPT =
      Pattern.compile("(?m)(?:^|`)((?:bootstrap|\\.ci|e2e)/[\\w./-]+)");

  /** The programs that have the launcher's options. */
  private static final List<Path> PARSERS =
      List.of(
          Path.of("twinlens"),
          Path.of("operations/src/main"),
          Path.of("local/deployment/src/main"),
          Path.of("chaos/src"));

  static Stream<Path> pages() throws IOException {
    return DocumentationTest.pages();
  }

  private static List<MatchResult> matches(Pattern pattern, Path page) throws IOException {
    return pattern.matcher(Files.readString(page)).results().toList();
  }

  private static Set<String> launcherOptions() throws IOException {
    var options = new TreeSet<String>();
    for (var parser : PARSERS) {
      try (var files = Files.walk(parser)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          matches(OPTION, file).forEach(option -> options.add(option.group()));
        }
      }
    }
    return options;
  }

  private static Set<String> launcherCommands() throws IOException {
    var launcher = Files.readString(Path.of("twinlens"));
    var dispatch = launcher.substring(launcher.lastIndexOf("case $command in"));
    return Pattern.compile("(?m)^  ([a-z][a-z |-]*)\\)$")
        .matcher(dispatch)
        .results()
        .flatMap(branch -> Stream.of(branch.group(1).split(" \\| ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void startTheLauncherWithCommandsAndOptionsThatItHas(Path page) throws IOException {
    for (var call : matches(LAUNCHER, page)) {
      assertThat(launcherCommands()).as("%s in %s", call.group(), page).contains(call.group(1));
      assertThat(launcherOptions())
          .as("%s in %s", call.group(), page)
          .containsAll(
              OPTION.matcher(call.group(2)).results().map(MatchResult::group).sorted().toList());
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void setSettingsThatThereAre(Path page) throws IOException {
    for (var call : matches(SETTING, page)) {
      var name = call.group(3);
      var options = OPTION.matcher(call.group(1)).results().map(MatchResult::group).toList();
      if ("aws:".equals(call.group(2))) {
        assertThat(
                Files.readString(Path.of("docs/settings.md"))
                    .matches("(?s).*`(aws:)?" + name + "`.*"))
            .as("docs/settings.md says that aws:%s is handed on", name)
            .isTrue();
      } else if (call.group(2) == null && !name.equals("NAME")) {
        assertThat(Recordings.PROJECT.settings()).as("settings in %s", page).containsKey(name);
        var setting = Recordings.PROJECT.settings().get(name);
        assertThat(options.contains("--secret"))
            .as("--secret of %s in %s", name, page)
            .isEqualTo(Boolean.TRUE.equals(setting.get("secret")));
        assertThat(call.group().contains("["))
            .as("an element of the list %s in %s", name, page)
            .isEqualTo("array".equals(setting.get("type")) && call.group().contains(" set "));
        assertThat(call.group().contains("[")).isEqualTo(options.contains("--path"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void nameScriptsThatThereAre(Path page) throws IOException {
    for (var script : matches(SCRIPT, page)) {
      var path = Path.of(script.group(1));
      // A build makes it.
      if (!path.endsWith("target")) {
        assertThat(path).as("named in %s", page).exists();
      }
    }
  }

  @Test
  void coverTheGuide() throws IOException {
    var guide = Path.of("docs/deploy.md");
    assertThat(matches(LAUNCHER, guide)).hasSizeGreaterThan(2);
    assertThat(matches(SETTING, guide)).hasSizeGreaterThan(8);
    assertThat(matches(SCRIPT, guide)).hasSizeGreaterThan(3);
    assertThat(launcherCommands()).contains("up", "env", "verify", "test", "help");
  }

  /** In the order of the commands, so that each expected output follows one. */
  @Test
  void areFollowedByWhatTheyPrint() throws IOException {
    var fences = new ArrayList<String>();
    for (var line : Files.readAllLines(Path.of("docs/deploy.md"))) {
      if (line.startsWith("```") && line.length() > 3) {
        fences.add(line.substring(3));
      }
    }
    assertThat(fences).contains("sh", "text").containsOnly("sh", "text").startsWith("sh");
    for (int index = 1; index < fences.size(); index++) {
      if (fences.get(index).equals("text")) {
        assertThat(fences.get(index - 1)).isEqualTo("sh");
      }
    }
  }

  /** The guide's table names each workflow that a person meets, and each environment. */
  @Test
  void nameEveryWorkflow() throws IOException {
    var guide = Files.readString(Path.of("docs/deploy.md"));
    try (var files = Files.list(Path.of(".github/workflows"))) {
      for (var file : files.toList()) {
        var workflow = Files.readString(file);
        var called = workflow.contains("on:\n  workflow_call:");
        var name = file.getFileName().toString().replace(".yml", "");
        assertThat(guide.contains("| `" + name + "` |"))
            .as("%s in the table of docs/deploy.md", name)
            .isEqualTo(!called);
        Pattern.compile("environment: ([a-z-]+)\n")
            .matcher(workflow)
            .results()
            .forEach(environment -> assertThat(guide).contains("`" + environment.group(1) + "`"));
      }
    }
  }
}
