package dev.twinlens.infra.site;

import com.pulumi.aws.amplify.App;
import com.pulumi.aws.amplify.AppArgs;
import com.pulumi.aws.amplify.Branch;
import com.pulumi.aws.amplify.BranchArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.settings.Settings;
import dev.twinlens.infra.support.Outputs;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves the page from a branch of a GitHub repository; each push deploys it anew. The page calls
 * the API at the API's own origin.
 */
final class AmplifyWebsite extends Website {
  // What the build learns from the branch. The branch is made after the API, which has to know the
  // app first.
  private static final String API_URL = "API_URL";
  private static final String POLICY = "CONTENT_SECURITY_POLICY";

  /**
   * There is nothing to build: the page only has to learn where the API is, and Amplify which
   * headers go with it. The file customHttp.yml overrides the app's headers.
   */
  private static final String BUILD_SPEC =
      """
      version: 1
      frontend:
        phases:
          build:
            commands:
              - test -n "$%1$s"
              - test -n "$%2$s"
              - printf '{"apiUrl":"%%s"}' "$%1$s" > site/public/config.json
              - |
                printf '%3$s' "$%2$s" > customHttp.yml
        artifacts:
          baseDirectory: site/public
          files:
            - '**/*'
      """
          .formatted(API_URL, POLICY, headers("%s").replace("\n", "\\n"));

  private final String name;
  private final Settings.SiteHosting.Amplify hosting;
  private final App app;

  AmplifyWebsite(
      String name, Settings.SiteHosting.Amplify hosting, ComponentResourceOptions options) {
    super("twinlens:infra:AmplifyWebsite", name, options);
    this.name = name;
    this.hosting = hosting;
    app =
        new App(
            name,
            AppArgs.builder()
                .description("Twinlens: the page")
                .platform("WEB")
                .repository(hosting.repository())
                .accessToken(hosting.githubToken())
                .buildSpec(BUILD_SPEC)
                // Closed: if a build left no headers of its own, the page would reach nothing,
                // rather than anything.
                .customHeaders(headers(ContentSecurityPolicy.allowing(List.of(), List.of())))
                .build(),
            CustomResourceOptions.builder().parent(this).build());
  }

  private static String headers(String policy) {
    return """
    customHeaders:
      - pattern: "**"
        headers:
          - key: Content-Security-Policy
            value: "%s"
          - key: Cross-Origin-Opener-Policy
            value: %s
          - key: Cross-Origin-Resource-Policy
            value: %s
          - key: Permissions-Policy
            value: "%s"
          - key: Referrer-Policy
            value: %s
          - key: Strict-Transport-Security
            value: max-age=%d
          - key: X-Content-Type-Options
            value: nosniff
          - key: X-Frame-Options
            value: %s
    """
        .formatted(
            policy,
            CROSS_ORIGIN_OPENER_POLICY,
            CROSS_ORIGIN_RESOURCE_POLICY,
            PERMISSIONS_POLICY,
            REFERRER_POLICY,
            STRICT_TRANSPORT_SECONDS,
            FRAME_OPTIONS);
  }

  private Output<String> origin() {
    return Output.format("https://%s.%s", Output.of(hosting.branch()), app.defaultDomain());
  }

  @Override
  public Optional<Output<String>> crossOrigin() {
    return Optional.of(origin());
  }

  @Override
  public Output<String> publish(Backend backend) {
    var policy =
        Output.tuple(backend.apiUrl(), backend.bucketOrigins())
            .applyValue(known -> ContentSecurityPolicy.allowing(List.of(known.t1), known.t2));
    new Branch(
        name + "-branch",
        BranchArgs.builder()
            .appId(app.id())
            .branchName(hosting.branch())
            // The first label of the host name, which the API's CORS already counts on.
            .displayName(hosting.branch())
            .framework("Web")
            .stage("PRODUCTION")
            .enableAutoBuild(true)
            .environmentVariables(Outputs.all(Map.of(API_URL, backend.apiUrl(), POLICY, policy)))
            .build(),
        CustomResourceOptions.builder().parent(this).build());
    registerOutputs(Map.of("origin", origin()));
    return origin();
  }
}
