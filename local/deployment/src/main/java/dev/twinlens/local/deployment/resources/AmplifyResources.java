package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.hosting.AmplifyHosting;
import dev.twinlens.local.hosting.AmplifySpec;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.services.integration.SiteBuilds;
import dev.twinlens.local.support.BoundPort;
import dev.twinlens.local.support.CloseableStack;
import dev.twinlens.local.support.Completions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The website when Amplify builds it from a repository. An app gets its domain name before its
 * branch is served: other resources need it. A branch is served when a job has built it.
 */
final class AmplifyResources implements AutoCloseable, SiteBuilds {
  private static final String WORKING_TREE = "the working tree is used instead of the repository";

  private final DeploymentContext context;
  private final BoundPort port;
  private final Map<String, App> apps = new ConcurrentHashMap<>();
  private final Map<String, Branch> branches = new ConcurrentHashMap<>();
  private final CloseableStack served = new CloseableStack();

  private record App(String buildSpec, Map<String, String> environment, String customHeaders) {}

  /** A branch: its first job builds it; afterwards the working tree itself is served. */
  private static final class Branch {
    private final Supplier<AmplifyHosting> build;
    private final AtomicInteger jobs = new AtomicInteger();
    private final CompletableFuture<AmplifyHosting> built = new CompletableFuture<>();

    Branch(Supplier<AmplifyHosting> build) {
      this.build = build;
    }

    String startJob() {
      int job = jobs.incrementAndGet();
      if (job == 1) {
        built.completeAsync(build);
      }
      return Integer.toString(job);
    }

    boolean isStarted() {
      return jobs.get() > 0;
    }
  }

  /**
   * @param port where a branch is served
   */
  AmplifyResources(DeploymentContext context, BoundPort port) {
    this.context = context;
    this.port = port;
  }

  void register(ProvisionerRegistry registry) {
    registry.type("aws:amplify/app:App", this::app).type("aws:amplify/branch:Branch", this::branch);
  }

  @Override
  public Optional<String> start(String appId, String branch) {
    return Optional.ofNullable(branches.get(id(appId, branch))).map(Branch::startJob);
  }

  /**
   * Waits for the builds that the program has started.
   *
   * @throws DeploymentFailure when one has failed
   */
  void activate() {
    branches.values().stream()
        .filter(Branch::isStarted)
        .forEach(
            branch -> {
              try {
                branch.built.join();
              } catch (CompletionException e) {
                Throwable cause = Completions.cause(e);
                throw new DeploymentFailure(String.valueOf(cause.getMessage()), cause);
              }
            });
  }

  @Override
  public void close() {
    served.close();
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
    String id = inputs.string("appId");
    App app = apps.get(id);
    if (app == null) {
      throw inputs.invalid("appId", "is not an app of this program");
    }
    AmplifySpec spec =
        new AmplifySpec(
            context.programDirectory(),
            context.dataDirectory(),
            app.buildSpec(),
            app.environment(),
            inputs.stringMap("environmentVariables"),
            app.customHeaders());
    String name = inputs.string("branchName");
    branches.put(id(id, name), new Branch(() -> served.add(AmplifyHosting.start(spec, port))));
    return new Provisioned(
        id(id, name),
        Map.of("arn", context.arns().of("amplify", "apps/" + id + "/branches/" + name)));
  }
}
