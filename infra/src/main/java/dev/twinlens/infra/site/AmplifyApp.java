package dev.twinlens.infra.site;

import com.pulumi.aws.amplify.App;
import com.pulumi.aws.amplify.AppArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.settings.SiteHosting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A GitHub repository's page at Amplify, before a branch of it is deployed: its address is known,
 * and the API can admit it. Creates the app.
 */
final class AmplifyApp extends ComponentResource implements SiteAddress {
  /** The type keeps the name that the component had first, which is part of the app's identity. */
  private static final String TYPE = "twinlens:infra:AmplifyWebsite";

  // Variables of the build. The branch sets them, as it is created after the API.
  static final String API_URL = "API_URL";
  static final String POLICY = "CONTENT_SECURITY_POLICY";

  /**
   * The build only writes the address of the API, and the headers for Amplify: the file
   * customHttp.yml overrides the app's headers.
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
          .formatted(API_URL, POLICY, customHeaders("%s").replace("\n", "\\n"));

  private final SiteHosting.Amplify hosting;
  private final App app;

  AmplifyApp(String name, SiteHosting.Amplify hosting, ComponentResourceOptions options) {
    super(TYPE, name, options);
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
                // Fail closed: if a build wrote no headers, the page could call nothing at all.
                .customHeaders(customHeaders(ContentSecurityPolicy.allowing(List.of(), List.of())))
                .build(),
            CustomResourceOptions.builder().parent(this).build());
    registerOutputs(Map.of("origin", origin()));
  }

  /** The headers in the format of customHttp.yml. */
  private static String customHeaders(String policy) {
    var headers =
        SecurityHeaders.with(policy).entrySet().stream()
            .map(
                header ->
                    "      - key: %s\n        value: \"%s\"\n"
                        .formatted(header.getKey(), header.getValue()))
            .collect(Collectors.joining());
    return "customHeaders:\n  - pattern: \"**\"\n    headers:\n" + headers;
  }

  Output<String> appId() {
    return app.id();
  }

  String branch() {
    return hosting.branch();
  }

  Output<String> origin() {
    return Output.format("https://%s.%s", Output.of(hosting.branch()), app.defaultDomain());
  }

  @Override
  public Optional<Output<String>> crossOrigin() {
    return Optional.of(origin());
  }

  @Override
  public Site serve(String name, Site.Backend backend, ComponentResourceOptions options) {
    return new AmplifySite(name, new AmplifySite.Args(this, backend), options);
  }
}
