package dev.twinlens.local.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of an Amplify build specification (version 1, one front end) the laptop runs.
 *
 * @param environment variables of the specification's own
 * @param commands those of preBuild, build and postBuild, in order
 * @param baseDirectory the folder to serve, relative to the repository's root
 * @see <a
 *     href="https://docs.aws.amazon.com/amplify/latest/userguide/yml-specification-syntax.html">
 *     Amplify's build specification</a>
 */
record BuildSpec(Map<String, String> environment, List<String> commands, String baseDirectory) {
  private static final List<String> PHASES = List.of("preBuild", "build", "postBuild");

  static BuildSpec parse(String yaml) {
    YamlMap root =
        YamlMap.parse("The app's buildSpec", yaml).allowing(Set.of("version", "env", "frontend"));
    if (!root.text("version").equals("1")) {
      throw new HostingException("The app's buildSpec.version must be 1");
    }
    YamlMap frontend = root.map("frontend").allowing(Set.of("phases", "artifacts", "cache"));
    YamlMap phases = frontend.map("phases").allowing(Set.copyOf(PHASES));
    List<String> commands = new ArrayList<>();
    for (String phase : PHASES) {
      commands.addAll(phases.map(phase).allowing(Set.of("commands")).texts("commands"));
    }
    YamlMap artifacts = frontend.map("artifacts").allowing(Set.of("baseDirectory", "files"));
    List<String> files = artifacts.texts("files");
    if (!files.isEmpty() && !files.equals(List.of("**/*"))) {
      throw new HostingException(
          "The app's buildSpec.frontend.artifacts.files must be '**/*': the laptop's Amplify serves"
              + " the whole base directory, not "
              + files);
    }
    return new BuildSpec(
        root.map("env").allowing(Set.of("variables")).map("variables").toTexts(),
        commands,
        artifacts.text("baseDirectory"));
  }
}
