package dev.twinlens.local.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rejects a function that {@code CreateFunction} would reject.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda
 *     quotas</a>
 */
final class FunctionRules {
  private static final int MAXIMUM_ENVIRONMENT_BYTES = 4096;
  private static final Pattern RESERVED_VARIABLE =
      Pattern.compile(
          "_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_.*"
              + "|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_(ACCESS_)?KEY|AWS_SESSION_TOKEN"
              + "|LAMBDA_(TASK_ROOT|RUNTIME_DIR)");
  private static final String CANNOT_CONFIGURE =
      "Lambda was unable to configure your environment variables because the environment variables"
          + " you have provided ";

  private FunctionRules() {}

  /**
   * @throws IllegalArgumentException when Lambda would reject the function
   */
  static void check(FunctionConfiguration function) {
    String name = function.name();
    int memory = function.limits().memoryMiB();
    require(
        name.matches("[A-Za-z0-9_-]{1,64}"),
        "The function name \"" + name + "\" is not 1 to 64 letters, digits, hyphens, underscores");
    require(
        memory >= 128 && memory <= 10_240,
        "'MemorySize' of " + name + " is " + memory + "; it must be 128 to 10240");
    require(
        function.timeout().compareTo(Duration.ofSeconds(1)) >= 0
            && function.timeout().compareTo(Duration.ofMinutes(15)) <= 0,
        "'Timeout' of " + name + " is " + function.timeout() + "; it must be 1 to 900 seconds");
    String reserved =
        function.environment().keySet().stream()
            .filter(variable -> RESERVED_VARIABLE.matcher(variable).matches())
            .sorted()
            .collect(Collectors.joining(", "));
    require(
        reserved.isEmpty(),
        CANNOT_CONFIGURE
            + "contains reserved keys that are currently not supported for modification. Reserved"
            + " keys used in this request: "
            + reserved);
    require(
        bytes(function.environment()) <= MAXIMUM_ENVIRONMENT_BYTES,
        CANNOT_CONFIGURE + "exceeded the 4KB limit (function " + name + ")");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  private static int bytes(Map<String, String> variables) {
    return variables.entrySet().stream()
        .mapToInt(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
        .sum();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
