package dev.twinlens.infra.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program's jar and the functions' archives, which {@code pulumi up} deploys as they are: the
 * CLI builds nothing. The build writes the {@link SourceHash} of what it compiled into the jar, and
 * beside each archive, whose content changes only when its code does.
 */
public final class BuildOutput {
  private static final String HASH_FILE = "sources.sha256";

  /** A module that has a handler is deployed. */
  private static final String HANDLER = "Handler.java";

  private final Path root;

  /**
   * The output in a copy of the repository.
   *
   * @param root the repository's root, where the Pulumi CLI starts the program
   */
  public BuildOutput(Path root) {
    this.root = root.toAbsolutePath();
  }

  /**
   * Checks that all that will be deployed was made of the sources as they are now.
   *
   * @throws BuildException with the command that builds
   */
  public void requireCurrent() {
    requireProgram(inJar());
    requireFunctions();
  }

  private static String inJar() {
    try (InputStream hash = BuildOutput.class.getResourceAsStream("/" + HASH_FILE)) {
      if (hash == null) {
        throw new BuildException("The program was not built by Maven.");
      }
      return new String(hash.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the program's own jar", unreadable);
    }
  }

  void requireProgram(String builtFrom) {
    if (!builtFrom.equals(hash("pom.xml", "infra/pom.xml", "infra/src/main"))) {
      throw new BuildException(
          "The program's sources in infra/ are not those that it was built of.");
    }
  }

  void requireFunctions() {
    var modules = modules();
    var sources =
        hash(
            Stream.concat(
                    Stream.of("pom.xml", "lambdas/pom.xml", "lambdas/function.xml"),
                    modules.stream()
                        .flatMap(module -> Stream.of(module + "/pom.xml", module + "/src/main")))
                .toArray(String[]::new));
    modules.stream()
        .map(root::resolve)
        .filter(BuildOutput::isFunction)
        .forEach(module -> requireFunction(module, sources));
  }

  private static void requireFunction(Path module, String sources) {
    var name = module.getFileName();
    var target = module.resolve("target");
    if (!Files.isRegularFile(target.resolve(name + ".zip"))) {
      throw new BuildException("The archive of the function %s is missing.".formatted(name));
    }
    if (!read(target.resolve(HASH_FILE)).equals(Optional.of(sources))) {
      throw new BuildException(
          "The sources in lambdas/ are not those that the function %s was built of."
              .formatted(name));
    }
  }

  private String hash(String... sources) {
    return SourceHash.of(root, Stream.of(sources).map(root::resolve).filter(Files::exists));
  }

  /** Relative to the root. */
  private List<String> modules() {
    try (var modules = Files.list(root.resolve("lambdas"))) {
      return modules
          .filter(module -> Files.exists(module.resolve("pom.xml")))
          .map(module -> "lambdas/" + module.getFileName())
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot list the functions", unreadable);
    }
  }

  private static boolean isFunction(Path module) {
    var sources = module.resolve("src/main/java");
    if (!Files.isDirectory(sources)) {
      return false;
    }
    try (var files = Files.walk(sources)) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(HANDLER));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot list " + sources, unreadable);
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + file, unreadable);
    }
  }
}
