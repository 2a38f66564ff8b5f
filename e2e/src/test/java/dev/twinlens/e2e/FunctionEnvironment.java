package dev.twinlens.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The environment variables of a function's running process, on Linux. */
final class FunctionEnvironment {
  private FunctionEnvironment() {}

  /**
   * Finds the process of a function among those that this one has started.
   *
   * @param function its name, with or without Pulumi's suffix
   */
  static Map<String, String> of(String function) {
    return ProcessHandle.current()
        .descendants()
        .map(process -> read(process.pid()))
        .filter(
            environment ->
                environment
                    .getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "")
                    .matches(function + "(-[0-9a-f]{7})?"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no process of the function " + function));
  }

  private static Map<String, String> read(long pid) {
    Map<String, String> environment = new TreeMap<>();
    try {
      String variables = Files.readString(Path.of("/proc/%d/environ".formatted(pid)));
      for (String variable : variables.split("\0", -1)) {
        if (variable.contains("=")) {
          environment.put(
              variable.substring(0, variable.indexOf('=')),
              variable.substring(variable.indexOf('=') + 1));
        }
      }
    } catch (IOException ended) {
      // The process has ended since it was listed.
      return Map.of();
    }
    return environment;
  }
}
