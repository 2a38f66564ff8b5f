package dev.twinlens.infra.functions;

import com.pulumi.core.Output;
import dev.twinlens.infra.policy.Grant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one function is: everything that its deployment needs to know.
 *
 * @param name its name, which is also its module's under {@code lambdas/}
 * @param handler {@code class::method}
 * @param timeout after which Lambda ends an invocation
 * @param memoryMiB memory, and with it the share of a processor
 * @param environment variables
 * @param secrets variables whose values are secrets; they are encrypted under a key of the
 *     function's own
 * @param grants all that its role may do
 */
public record FunctionSpec(
    String name,
    String handler,
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

  /** Relative to the repository's root, where the Pulumi CLI starts the program. */
  public String archive() {
    return "lambdas/%s/target/%s.zip".formatted(name, name);
  }

  public FunctionSpec with(Grant grant) {
    var all = new ArrayList<>(grants);
    all.add(grant);
    return new FunctionSpec(name, handler, timeout, memoryMiB, environment, secrets, all);
  }
}
