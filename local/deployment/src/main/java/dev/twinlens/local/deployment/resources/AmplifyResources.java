package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.hosting.AmplifyHosting;
import dev.twinlens.local.hosting.AmplifySpec;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.services.integration.SiteBuilds;
import dev.twinlens.local.support.Completions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The website when Amplify builds it from a repository. An app gets its domain name before its
 * branch is served: other resources need it. A job builds a branch and serves it, with the settings
 * that app and branch have when the job starts.
 */
final class AmplifyResources implements SiteBuilds {
  private static final Logger LOG = LoggerFactory.getLogger(AmplifyResources.class);
  private static final String WORKING_TREE = "the working tree is used instead of the repository";

  private final DeploymentContext context;
  private final SitePort port;
  private final Map<String, App> apps = new ConcurrentHashMap<>();
  private final Map<String, Branch> branches = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> builds = new ConcurrentHashMap<>();
  private final AtomicInteger jobs = new AtomicInteger();

  private record App(String buildSpec, Map<String, String> environment, String customHeaders) {}

  private record Branch(Map<String, String> environment) {}

  /**
   * @param port where a branch is served
   */
  AmplifyResources(DeploymentContext context, SitePort port) {
    this.context = context;
    this.port = port;
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:amplify/app:App", this::app, apps::remove)
        .type("aws:amplify/branch:Branch", this::branch, this::deleteBranch);
  }

  @Override
  public Optional<String> start(String appId, String name) {
    String id = id(appId, name);
    return Optional.ofNullable(branches.get(id))
        .flatMap(
            branch -> Optional.ofNullable(apps.get(appId)).map(app -> startJob(id, app, branch)));
  }

  private String startJob(String id, App app, Branch branch) {
    AmplifySpec spec =
        new AmplifySpec(
            context.programDirectory(),
            context.dataDirectory(),
            app.buildSpec(),
            app.environment(),
            branch.environment(),
            app.customHeaders());
    builds.put(
        id,
        CompletableFuture.runAsync(() -> port.serve(id, bound -> AmplifyHosting.start(spec, bound)))
            .whenComplete(
                (nothing, failure) -> {
                  if (failure != null) {
                    LOG.error("the build of {} failed", id, failure);
                  }
                }));
    return Integer.toString(jobs.incrementAndGet());
  }

  /**
   * Waits for the builds that the program has started.
   *
   * @throws DeploymentFailure when one has failed
   */
  void awaitBuilds() {
    for (CompletableFuture<Void> build : builds.values()) {
      try {
        build.join();
      } catch (CompletionException e) {
        Throwable cause = Completions.cause(e);
        throw new DeploymentFailure(String.valueOf(cause.getMessage()), cause);
      }
    }
  }

  private void deleteBranch(String id) {
    branches.remove(id);
    builds.remove(id);
    port.stop(id);
  }

  private static String id(String appId, String branch) {
    return appId + "/" + branch;
  }

  private Provisioned app(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("description", Reasons.DESCRIPTION);
    inputs.ignore("repository", WORKING_TREE);
    inputs.ignore("accessToken", WORKING_TREE);
    inputs.requireValue("platform", "WEB");
    String id = "d" + context.state().identifier(request.urn(), "app id", 13);
    String domain = id + ".amplifyapp.com";
    context.domainNames().add(domain, port.address());
    apps.put(
        id,
        new App(
            inputs.string("buildSpec"),
            inputs.stringMap("environmentVariables"),
            inputs.optionalString("customHeaders").orElse("")));
    return new Provisioned(
        id,
        Map.of(
            "name", inputs.optionalString("name").orElse(request.name()),
            "arn", context.arns().of("amplify", "apps/" + id),
            "defaultDomain", domain));
  }

  private Provisioned branch(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("displayName", "every host name below the app's domain leads to the one branch");
    inputs.ignore("framework", Reasons.DESCRIPTION);
    inputs.ignore("stage", Reasons.DESCRIPTION);
    inputs.ignore("enableAutoBuild", WORKING_TREE);
    String appId = inputs.string("appId");
    if (!apps.containsKey(appId)) {
      throw inputs.invalid("appId", "is not an app of this program");
    }
    String name = inputs.string("branchName");
    branches.put(id(appId, name), new Branch(inputs.stringMap("environmentVariables")));
    return new Provisioned(
        id(appId, name),
        Map.of("arn", context.arns().of("amplify", "apps/" + appId + "/branches/" + name)));
  }
}
