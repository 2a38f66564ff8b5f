package dev.twinlens.infra;

import com.pulumi.aws.amplify.App;
import com.pulumi.aws.amplify.AppArgs;
import com.pulumi.aws.amplify.Branch;
import com.pulumi.aws.amplify.BranchArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;

/** Serves the page from a branch of a GitHub repository; each push deploys it anew. */
final class AmplifyWebsite extends Website {
  /** The variable that carries the API's address into the build. */
  private static final String API_URL = "API_URL";

  /** There is nothing to build: the page only has to learn where the API is. */
  private static final String BUILD_SPEC =
      """
      version: 1
      frontend:
        phases:
          build:
            commands:
              - test -n "$API_URL"
              - printf '{"apiUrl":"%s"}' "$API_URL" > site/config.json
        artifacts:
          baseDirectory: site
          files:
            - '**/*'
      """;

  private static final String CUSTOM_HEADERS =
      """
      customHeaders:
        - pattern: '**'
          headers:
            - key: Content-Security-Policy
              value: "%s"
            - key: Permissions-Policy
              value: "%s"
            - key: Referrer-Policy
              value: "%s"
            - key: Strict-Transport-Security
              value: "max-age=%d"
            - key: X-Content-Type-Options
              value: nosniff
            - key: X-Frame-Options
              value: "%s"
      """
          .formatted(
              CONTENT_SECURITY_POLICY,
              PERMISSIONS_POLICY,
              REFERRER_POLICY,
              STRICT_TRANSPORT_SECONDS,
              FRAME_OPTIONS);

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
                .customHeaders(CUSTOM_HEADERS)
                .build(),
            CustomResourceOptions.builder().parent(this).build());
  }

  @Override
  Output<String> origin() {
    return Output.format("https://%s.%s", Output.of(hosting.branch()), app.defaultDomain());
  }

  @Override
  void publish(Output<String> apiUrl) {
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
            .environmentVariables(apiUrl.applyValue(url -> Map.of(API_URL, url)))
            .build(),
        CustomResourceOptions.builder().parent(this).build());
    registerOutputs(Map.of("origin", origin()));
  }
}
