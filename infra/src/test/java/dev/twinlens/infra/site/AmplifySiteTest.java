package dev.twinlens.infra.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.pulumi.core.Output;
import com.pulumi.test.PulumiTest;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.PulumiProject;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.settings.SiteHosting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmplifySiteTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final AtomicReference<SiteAddress> ADDRESS = new AtomicReference<>();
  private static final AtomicReference<Site> SITE = new AtomicReference<>();
  private static final String POLICY =
      ContentSecurityPolicy.inPage(
          List.of("https://api.example"),
          List.of("https://photos.example", "https://more.example"));

  private static RecordedStack program;

  @BeforeAll
  static void register() {
    program =
        Recordings.ofComponent(
            options -> {
              var address =
                  SiteAddress.of(
                      "page",
                      new SiteHosting.Amplify(
                          "https://github.com/example/fork",
                          "release",
                          Output.ofSecret(PulumiProject.SAMPLE_SECRET)),
                      options);
              ADDRESS.set(address);
              SITE.set(
                  address.serve(
                      "page",
                      new Site.Backend(
                          Output.of("https://api.example"),
                          List.of("/things"),
                          Output.of(List.of("https://photos.example", "https://more.example"))),
                      Recordings.stack(),
                      options));
            });
  }

  @Test
  void consistsOfAppBranchAndBuild() {
    assertThat(program.childrenOf("page"))
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrder(
            "aws:amplify/app:App page",
            "aws:amplify/branch:Branch page-branch",
            "twinlens:infra:SiteBuild page-build");
  }

  @Test
  void keepsTheIdentityOfTheBranchThatWasTheAppsSibling() {
    assertThat(program.resource("aws:amplify/branch:Branch", "page-branch").aliases())
        .containsExactly(
            "urn:pulumi:test::twinlens::twinlens:infra:AmplifyWebsite$aws:amplify/branch:Branch"
                + "::page-branch");
  }

  @Test
  void connectsTheRepository() {
    var app = program.resource("aws:amplify/app:App", "page");
    assertThat(app.inputs())
        .containsEntry("platform", "WEB")
        .containsEntry("repository", "https://github.com/example/fork")
        .containsEntry("accessToken", PulumiProject.SAMPLE_SECRET);
    assertThat(app.secrets()).containsExactly("accessToken");
  }

  @Test
  void deploysEachPushWithTheApiAndTheHeaders() {
    assertThat(program.resource("aws:amplify/branch:Branch", "page-branch").inputs())
        .isEqualTo(
            Map.of(
                "appId", "page-id",
                "branchName", "release",
                "displayName", "release",
                "framework", "Web",
                "stage", "PRODUCTION",
                "enableAutoBuild", true,
                "environmentVariables",
                    Map.of("API_URL", "https://api.example", "CONTENT_SECURITY_POLICY", POLICY)));
  }

  @Test
  void isServedFromTheBranchsHostAndCallsTheApiFromThere() {
    assertThat(PulumiTest.extractValue(SITE.get().origin()))
        .isEqualTo("https://release.d1a2b3c4.amplifyapp.com");
    assertThat(ADDRESS.get().crossOrigin().map(PulumiTest::extractValue))
        .contains("https://release.d1a2b3c4.amplifyapp.com");
  }

  @Test
  void createsTheAppBeforeTheApi() {
    assertThat(program.resource("aws:amplify/branch:Branch", "page-branch").dependencyNames())
        .contains("page");
    assertThat(program.resource("aws:amplify/app:App", "page").inputs().toString())
        .doesNotContain("api.example", "photos.example");
  }

  private static Map<String, Object> yaml(String text) throws IOException {
    return YAML.readValue(text, new TypeReference<>() {});
  }

  private static Map<?, ?> buildSpec() throws IOException {
    return (Map<?, ?>)
        yaml((String) program.resource("aws:amplify/app:App", "page").input("buildSpec"))
            .get("frontend");
  }

  @Test
  void servesTheFolderOfThePage() throws IOException {
    assertThat(buildSpec().get("artifacts"))
        .isEqualTo(Map.of("baseDirectory", "site/public", "files", List.of("**/*")));
  }

  /** Runs the build as Amplify does: one shell, with the branch's variables. */
  private static int build(Path repository, Map<String, String> variables)
      throws IOException, InterruptedException {
    Files.createDirectories(repository.resolve("site/public"));
    // Stands in for the site's own package, which needs others.
    Files.writeString(
        repository.resolve("site/package.json"),
        """
        {"scripts": {
          "generate": "sh -c 'printenv API_URL >$0/openapi.json'",
          "policy": "sh -c 'printenv CONTENT_SECURITY_POLICY >$0/index.html'"
        }}
        """);
    Files.writeString(
        repository.resolve("site/package-lock.json"),
        """
        {"lockfileVersion": 3, "packages": {"": {}}}
        """);
    var commands = (Map<?, ?>) ((Map<?, ?>) buildSpec().get("phases")).get("build");
    var script = new StringBuilder("set -e\n");
    ((List<?>) commands.get("commands")).forEach(command -> script.append(command).append('\n'));
    var shell =
        new ProcessBuilder("sh", "-c", script.toString())
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .redirectOutput(repository.resolve("log").toFile());
    shell.environment().putAll(variables);
    return shell.start().waitFor();
  }

  /** The app's headers by the pattern of the paths that they are for. */
  private static Map<Object, Map<Object, Object>> headers() throws IOException {
    var document =
        yaml((String) program.resource("aws:amplify/app:App", "page").input("customHeaders"));
    assertThat(document).containsOnlyKeys("customHeaders");
    var byPattern = new HashMap<Object, Map<Object, Object>>();
    for (var rule : (List<?>) document.get("customHeaders")) {
      var headers = new HashMap<Object, Object>();
      ((List<?>) ((Map<?, ?>) rule).get("headers"))
          .forEach(
              header ->
                  headers.put(((Map<?, ?>) header).get("key"), ((Map<?, ?>) header).get("value")));
      byPattern.put(((Map<?, ?>) rule).get("pattern"), headers);
    }
    return byPattern;
  }

  private static Map<Object, Object> securityHeaders(String policy) {
    return Map.of(
        "Content-Security-Policy", policy,
        "Cross-Origin-Opener-Policy", "same-origin",
        "Cross-Origin-Resource-Policy", "same-origin",
        "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy", "no-referrer",
        "Strict-Transport-Security", "max-age=31536000",
        "X-Content-Type-Options", "nosniff",
        "X-Frame-Options", "DENY");
  }

  @Test
  void writesFilesConfigurationAndPolicyDuringTheBuild(@TempDir Path repository) throws Exception {
    assertThat(
            build(
                repository,
                Map.of("API_URL", "https://api.example", "CONTENT_SECURITY_POLICY", POLICY)))
        .isZero();

    assertThat(Files.readString(repository.resolve("site/public/config.json")))
        .isEqualTo("{\"apiUrl\":\"https://api.example\"}");
    assertThat(Files.readString(repository.resolve("site/public/openapi.json")))
        .isEqualTo("https://api.example\n");
    assertThat(Files.readString(repository.resolve("site/public/index.html")))
        .isEqualTo(POLICY + "\n");
    // Amplify does not say when it reads it.
    assertThat(repository.resolve("customHttp.yml")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"API_URL", "CONTENT_SECURITY_POLICY"})
  void failsABuildWithoutAVariable(String variable, @TempDir Path repository) throws Exception {
    var variables =
        new HashMap<>(Map.of("API_URL", "https://api.example", "CONTENT_SECURITY_POLICY", POLICY));
    variables.put(variable, "");

    assertThat(build(repository, variables)).isNotZero();
    assertThat(repository.resolve("site/public/config.json")).doesNotExist();
  }

  /** So they hold from the first response on, whatever a build does. */
  @Test
  void hasHeadersThatNameNothingOfTheStack() throws IOException {
    assertThat(headers())
        .isEqualTo(
            Map.of(
                "**", securityHeaders("frame-ancestors 'none'"),
                "**/*-worker.js", Map.of("Content-Security-Policy", "default-src 'none'")));
  }

  /** A page's element does not apply to a worker. */
  @Test
  void namesEveryWorkerSoThatItsHeaderApplies() throws IOException {
    try (var files = Files.walk(Path.of("site/public"))) {
      for (var file : files.filter(each -> each.toString().endsWith(".js")).toList()) {
        Pattern.compile("new Worker\\(new URL\\('([^']+)'")
            .matcher(Files.readString(file))
            .results()
            .forEach(worker -> assertThat(worker.group(1)).endsWith("-worker.js"));
      }
    }
  }
}
