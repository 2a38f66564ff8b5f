package dev.twinlens.local.lambda;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A function, as {@code CreateFunction} describes it.
 *
 * @param name the function's name, which also names its log
 * @param arn the function's ARN, without a version
 * @param handler {@code package.Class::method} or {@code package.Class}
 * @param archiveZip the deployment package: classes at the root, jars in {@code lib/}
 * @param memoryMiB 128 to 10,240; the heap gets 85 %, as on Lambda
 * @param timeout one second to 15 minutes; the process is killed when an invocation takes longer
 * @param environment the program's own variables
 * @param role what the function acts as
 * @param accessKeyId the key of that role, with {@code secretAccessKey}
 * @param region the region that the SDK uses
 * @param awsEndpoint where the SDK finds every AWS service
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html">CreateFunction</a>
 */
public record FunctionConfiguration(
    String name,
    String arn,
    String handler,
    Path archiveZip,
    int memoryMiB,
    Duration timeout,
    Map<String, String> environment,
    ExecutionRole role,
    String accessKeyId,
    String secretAccessKey,
    String region,
    URI awsEndpoint) {

  public FunctionConfiguration {
    environment = Map.copyOf(environment);
  }

  /** Without the variables' values and the secret key: neither belongs in a log. */
  @Override
  public String toString() {
    return "FunctionConfiguration[" + name + ", " + handler + ", " + environment.keySet() + "]";
  }
}
