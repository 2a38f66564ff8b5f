package dev.twinlens.local.lambda;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A function, as {@code CreateFunction} describes it.
 *
 * @param name the function's name, which is also its log's
 * @param arn the function's ARN, without a version
 * @param code what to run
 * @param limits its memory and timeout
 * @param environment the program's variables
 * @param role the role that the function acts as
 * @param aws how the function reaches AWS
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html">CreateFunction</a>
 */
public record FunctionConfiguration(
    String name,
    String arn,
    Code code,
    Limits limits,
    Map<String, String> environment,
    ExecutionRole role,
    AwsAccess aws) {

  public FunctionConfiguration {
    environment = Map.copyOf(environment);
  }

  /**
   * The code of a function.
   *
   * @param handler {@code package.Class::method} or {@code package.Class}
   * @param archive the deployment package, a ZIP file: classes at the root, jars in {@code lib/}
   */
  public record Code(String handler, Path archive) {}

  /**
   * The limits of a function.
   *
   * @param memoryMiB 128 to 10,240; the heap gets 85 %, as on Lambda
   * @param timeout one second to 15 minutes; a longer invocation is killed with its process
   */
  public record Limits(int memoryMiB, Duration timeout) {}

  /**
   * What the SDK needs in the function's process.
   *
   * @param accessKeyId an access key of the function's role
   * @param region the region that the SDK uses
   * @param endpoint the address of every AWS service
   */
  public record AwsAccess(String accessKeyId, String secretAccessKey, String region, URI endpoint) {
    @Override
    public String toString() {
      return "AwsAccess[" + accessKeyId + ", " + region + ", " + endpoint + "]";
    }
  }

  Duration timeout() {
    return limits.timeout();
  }

  /** Without the variables' values, which do not belong in a log. */
  @Override
  public String toString() {
    return "FunctionConfiguration["
        + name
        + ", "
        + code.handler()
        + ", "
        + environment.keySet()
        + "]";
  }
}
