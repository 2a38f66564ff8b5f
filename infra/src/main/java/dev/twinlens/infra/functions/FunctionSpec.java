package dev.twinlens.infra.functions;

import com.pulumi.core.Output;
import dev.twinlens.infra.policy.Grant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that deploying one function needs to know.
 *
 * @param name its name, which is also its module's under {@code lambdas/}
 * @param outage what it means for photos when it does not work: a sentence for alarms
 * @param timeout after which Lambda ends an invocation
 * @param memoryMiB memory, and with it the share of a processor
 * @param environment variables
 * @param secrets variables whose values are secrets; they are encrypted under a key of the
 *     function's own
 * @param grants all permissions of its role
 */
public record FunctionSpec(
    String name,
    String outage,
    Duration timeout,
    int memoryMiB,
    Map<String, Output<String>> environment,
    Map<String, Output<String>> secrets,
    List<Grant> grants) {
  public FunctionSpec {
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
    grants = List.copyOf(grants);
  }

  /** Its handler: {@code dev.twinlens.uploadimage.UploadImageHandler} of {@code upload-image}. */
  public String handler() {
    var simpleName =
        Arrays.stream(name.split("-", -1))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    return "dev.twinlens.%s.%sHandler::handleRequest".formatted(name.replace("-", ""), simpleName);
  }

  /** Relative to the repository's root, where the Pulumi CLI starts the program. */
  public String archive() {
    return "lambdas/%s/target/%s.zip".formatted(name, name);
  }

  /** With more variables and permissions. */
  public FunctionSpec with(Map<String, Output<String>> moreVariables, List<Grant> moreGrants) {
    var variables = new HashMap<>(environment);
    variables.putAll(moreVariables);
    var all = new ArrayList<>(grants);
    all.addAll(moreGrants);
    return new FunctionSpec(name, outage, timeout, memoryMiB, variables, secrets, all);
  }
}
