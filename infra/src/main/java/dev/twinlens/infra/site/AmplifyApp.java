package dev.twinlens.infra.site;

import com.pulumi.aws.amplify.App;
import com.pulumi.aws.amplify.AppArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.settings.SiteHosting;
import dev.twinlens.infra.support.StackContext;
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
   * The build generates the files of the API's page, and writes the address of the API and the
   * content security policy into what is served. Amplify documents no moment at which it reads
   * headers that a build writes.
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
              - npm --prefix site ci --omit=dev
              - npm --prefix site run generate -- public
              - npm --prefix site run policy -- public
              - printf '{"apiUrl":"%%s"}' "$%1$s" > site/public/config.json
        artifacts:
          baseDirectory: site/public
          files:
            - '**/*'
      """
          .formatted(API_URL, POLICY);

  /**
   * The headers that name neither the API nor a bucket, as the app is made before them. A later
   * rule wins.
   */
  private static final String HEADERS =
      "customHeaders:\n"
          + rule("**", SecurityHeaders.with(ContentSecurityPolicy.HEADER_BESIDE_PAGE))
          + rule(
              "**/*-worker.js",
              Map.of("Content-Security-Policy", ContentSecurityPolicy.WORKER_HEADER));

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
                .customHeaders(HEADERS)
                .build(),
            CustomResourceOptions.builder().parent(this).build());
    registerOutputs(Map.of("origin", origin()));
  }

  private static String rule(String pattern, Map<String, String> headers) {
    return headers.entrySet().stream()
        .map(
            header ->
                "      - key: %s\n        value: \"%s\"\n"
                    .formatted(header.getKey(), header.getValue()))
        .collect(
            Collectors.joining("", "  - pattern: \"%s\"\n    headers:\n".formatted(pattern), ""));
  }

  /** What a build makes of the repository and of the branch's variables. */
  static String recipe() {
    return BUILD_SPEC + HEADERS;
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
  public Site serve(
      String name, Site.Backend backend, StackContext stack, ComponentResourceOptions options) {
    return new AmplifySite(name, new AmplifySite.Args(this, backend, stack), options);
  }
}
