package dev.twinlens.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The processes of the functions, which Linux lets their owner look into. */
final class FunctionProcesses {
  private FunctionProcesses() {}

  /** The environment of a running process of the function. */
  static Map<String, String> environmentOf(String function) {
    return ProcessHandle.current()
        .descendants()
        .map(process -> environment(process.pid()))
        .filter(
            environment ->
                environment
                    .getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "")
                    .matches(function + "-[0-9a-f]{7}"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no process of the function " + function));
  }

  private static Map<String, String> environment(long pid) {
    var environment = new TreeMap<String, String>();
    try {
      var variables = Files.readString(Path.of("/proc/%d/environ".formatted(pid)));
      for (var variable : variables.split("\0", -1)) {
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
