package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.hosting.AmplifyHosting;
import dev.twinlens.local.hosting.AmplifySpec;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The website when Amplify builds it from a repository. An app gets its domain name before its
 * branch is served: other resources need it.
 */
final class AmplifyResources {
  private static final String WORKING_TREE = "the working tree is used instead of the repository";

  private final DeploymentContext context;
  private final SitePort port;
  private final Map<String, App> apps = new ConcurrentHashMap<>();

  private record App(String buildSpec, Map<String, String> environment, String customHeaders) {}

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
        .type("aws:amplify/branch:Branch", this::branch, port::stop);
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
    String branch = id + "/" + name;
    port.serve(branch, bound -> AmplifyHosting.start(spec, bound));
    return new Provisioned(
        branch, Map.of("arn", context.arns().of("amplify", "apps/" + id + "/branches/" + name)));
  }
}
