package dev.twinlens.infra.site;

import com.pulumi.aws.amplify.Branch;
import com.pulumi.aws.amplify.BranchArgs;
import com.pulumi.core.Alias;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.support.Outputs;
import dev.twinlens.infra.support.StackContext;
import java.util.List;
import java.util.Map;

/**
 * Serves the page from a branch of a GitHub repository; each push deploys it, and so does {@code
 * pulumi up} when it changes what the page is built with. The page calls the API at the API's own
 * origin. Creates the app's branch, and a {@link SiteBuild}.
 */
final class AmplifySite extends Site {
  private final AmplifyApp app;

  /** The app, what the page calls, and the stack that it belongs to. */
  record Args(AmplifyApp app, Backend backend, StackContext stack) {}

  AmplifySite(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:AmplifySite", name, options);
    app = args.app();
    var backend = args.backend();
    var policy =
        Output.tuple(backend.apiUrl(), backend.bucketOrigins())
            .applyValue(known -> ContentSecurityPolicy.inPage(List.of(known.t1), known.t2));
    var variables =
        Outputs.all(Map.of(AmplifyApp.API_URL, backend.apiUrl(), AmplifyApp.POLICY, policy));
    var branch =
        new Branch(
            name + "-branch",
            BranchArgs.builder()
                .appId(app.appId())
                .branchName(app.branch())
                // The first label of the host name, which the API admits already.
                .displayName(app.branch())
                .framework("Web")
                .stage("PRODUCTION")
                .enableAutoBuild(true)
                .environmentVariables(variables)
                .build(),
            CustomResourceOptions.builder()
                .parent(this)
                // The app's component was its parent once.
                .aliases(Alias.builder().parent(app).build())
                .build());
    new SiteBuild(
        name + "-build",
        new SiteBuild.Args(branch, variables, args.stack()),
        ComponentResourceOptions.builder().parent(this).build());
    registerOutputs(Map.of("origin", origin()));
  }

  @Override
  public Output<String> origin() {
    return app.origin();
  }
}
