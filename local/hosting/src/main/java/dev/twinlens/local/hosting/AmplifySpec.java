package dev.twinlens.local.hosting;

import java.nio.file.Path;
import java.util.Map;

/**
 * An Amplify app with one branch, as the program declares them.
 *
 * @param repository root of the connected repository: its working tree is used in place of
 *     Amplify's clone
 * @param dataDirectory the deployment's folder: the build runs in a folder below it, and no file
 *     below it counts as part of the repository
 * @param buildSpec the app's build specification, YAML
 * @param appEnvironment the app's environment variables
 * @param branchEnvironment the branch's environment variables, which override the app's
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
