package dev.twinlens.local.hosting;

import java.nio.file.Path;
import java.util.Map;

/**
 * An Amplify app with one branch, as the program declares them.
 *
 * @param repository root of the connected repository: its working tree stands in for Amplify's
 *     clone
 * @param dataDirectory the deployment's folder: the build runs in a folder of its own in it, and
 *     nothing below it is taken for a part of the repository
 * @param buildSpec the app's build specification, YAML
 * @param appEnvironment the app's environment variables
 * @param branchEnvironment the branch's, which win over the app's
 * @param customHeaders the app's {@code customHeaders}, YAML; empty for none
 */
public record AmplifySpec(
    Path repository,
    Path dataDirectory,
    String buildSpec,
    Map<String, String> appEnvironment,
    Map<String, String> branchEnvironment,
    String customHeaders) {
  public AmplifySpec {
    repository = repository.toAbsolutePath().normalize();
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    appEnvironment = Map.copyOf(appEnvironment);
    branchEnvironment = Map.copyOf(branchEnvironment);
  }
}
