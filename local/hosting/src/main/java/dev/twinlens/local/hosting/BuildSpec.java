package dev.twinlens.local.hosting;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The part of an Amplify build specification that the local Amplify runs: version 1, one front end,
 * the whole base directory as its artifacts. What a document leaves out is empty.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amplify/latest/userguide/yml-specification-syntax.html">
 *     Amplify's build specification</a>
 */
record BuildSpec(String version, Env env, Frontend frontend) {
  private static final String DOCUMENT = "The app's buildSpec";

  BuildSpec {
    version = requireNonNullElse(version, "");
    env = requireNonNullElse(env, Env.NONE);
    frontend = requireNonNullElse(frontend, Frontend.NONE);
  }

  record Env(Map<String, String> variables) {
    private static final Env NONE = new Env(Map.of());

    Env {
      variables = requireNonNullElse(variables, Map.of());
    }
  }

  /**
   * A front end.
   *
   * @param cache folders that Amplify keeps between builds; no effect here
   */
  record Frontend(Phases phases, Artifacts artifacts, Object cache) {
    private static final Frontend NONE = new Frontend(Phases.NONE, Artifacts.NONE, List.of());

    Frontend {
      phases = requireNonNullElse(phases, Phases.NONE);
      artifacts = requireNonNullElse(artifacts, Artifacts.NONE);
    }
  }

  record Phases(Phase preBuild, Phase build, Phase postBuild) {
    private static final Phases NONE = new Phases(Phase.NONE, Phase.NONE, Phase.NONE);

    Phases {
      preBuild = requireNonNullElse(preBuild, Phase.NONE);
      build = requireNonNullElse(build, Phase.NONE);
      postBuild = requireNonNullElse(postBuild, Phase.NONE);
    }
  }

  record Phase(List<String> commands) {
    private static final Phase NONE = new Phase(List.of());

    Phase {
      commands = requireNonNullElse(commands, List.of());
    }
  }

  record Artifacts(String baseDirectory, List<String> files) {
    private static final List<String> EVERYTHING = List.of("**/*");
    private static final Artifacts NONE = new Artifacts("", EVERYTHING);

    Artifacts {
      baseDirectory = requireNonNullElse(baseDirectory, "");
      files = requireNonNullElse(files, EVERYTHING);
    }
  }

  /**
   * @throws HostingException when the specification is invalid or has a part that is not supported
   */
  static BuildSpec parse(String yaml) {
    BuildSpec spec = StrictYaml.read(DOCUMENT, yaml, BuildSpec.class);
    if (!spec.version().equals("1")) {
      throw new HostingException(DOCUMENT + ": version must be 1");
    }
    if (spec.baseDirectory().isEmpty()) {
      throw new HostingException(DOCUMENT + ": frontend.artifacts.baseDirectory is required");
    }
    List<String> files = spec.frontend().artifacts().files();
    if (!files.equals(Artifacts.EVERYTHING)) {
      throw new HostingException(
          DOCUMENT
              + ": frontend.artifacts.files must be '**/*', because the local Amplify serves the"
              + " whole base directory; it is "
              + files);
    }
    return spec;
  }

  /** The variables that the specification sets. */
  Map<String, String> environment() {
    return env.variables();
  }

  /** The commands of preBuild, build and postBuild, in this order. */
  List<String> commands() {
    Phases phases = frontend.phases();
    return Stream.of(phases.preBuild(), phases.build(), phases.postBuild())
        .flatMap(phase -> phase.commands().stream())
        .toList();
  }

  /** The folder to serve, relative to the repository's root. */
  String baseDirectory() {
    return frontend.artifacts().baseDirectory();
  }
}
