package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.test.PulumiTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class AmplifyWebsiteTest {
  private static final AtomicReference<Website> WEBSITE = new AtomicReference<>();

  private static Program program;

  @BeforeAll
  static void register() {
    program =
        Program.ofComponent(
            options -> {
              var website =
                  Website.of(
                      "page",
                      new Settings.SiteHosting.Amplify(
                          "https://github.com/example/fork",
                          "release",
                          Output.ofSecret(FakeClouds.GITHUB_TOKEN)),
                      options);
              WEBSITE.set(website);
              website.publish(Output.of("https://api.example"));
            });
  }

  @Test
  void consistsOfAppAndBranch() {
    assertThat(program.childrenOf("page"))
        .extracting(Registered::toString)
        .containsExactlyInAnyOrder(
            "aws:amplify/app:App page", "aws:amplify/branch:Branch page-branch");
  }

  @Test
  void connectsTheRepository() {
    var app = program.resource("aws:amplify/app:App", "page");
    assertThat(app.inputs())
        .containsEntry("platform", "WEB")
        .containsEntry("repository", "https://github.com/example/fork")
        .containsEntry("accessToken", FakeClouds.GITHUB_TOKEN);
    assertThat(app.secrets()).containsExactly("accessToken");
  }

  @Test
  void deploysEachPushWithTheAddressOfTheApi() {
    assertThat(program.resource("aws:amplify/branch:Branch", "page-branch").inputs())
        .isEqualTo(
            Map.of(
                "appId", "page-id",
                "branchName", "release",
                "displayName", "release",
                "framework", "Web",
                "stage", "PRODUCTION",
                "enableAutoBuild", true,
                "environmentVariables", Map.of("API_URL", "https://api.example")));
  }

  @Test
  void isServedFromTheBranchesHost() {
    assertThat(PulumiTest.extractValue(WEBSITE.get().origin()))
        .isEqualTo("https://release.d1a2b3c4.amplifyapp.com");
  }

  @Test
  void writesTheConfigurationDuringTheBuild() {
    Map<String, Object> buildSpec =
        new Yaml()
            .load((String) program.resource("aws:amplify/app:App", "page").input("buildSpec"));
    assertThat(buildSpec)
        .isEqualTo(
            Map.of(
                "version",
                1,
                "frontend",
                Map.of(
                    "phases",
                    Map.of(
                        "build",
                        Map.of(
                            "commands",
                            List.of(
                                "test -n \"$API_URL\"",
                                "printf '{\"apiUrl\":\"%s\"}' \"$API_URL\""
                                    + " > site/config.json"))),
                    "artifacts",
                    Map.of("baseDirectory", "site", "files", List.of("**/*")))));
  }

  @Test
  void sendsSecurityHeadersWithEveryFile() {
    Map<String, List<Map<String, Object>>> rules =
        new Yaml()
            .load((String) program.resource("aws:amplify/app:App", "page").input("customHeaders"));
    var rule = rules.get("customHeaders").get(0);
    assertThat(rule).containsEntry("pattern", "**");
    var headers = new HashMap<Object, Object>();
    ((List<?>) rule.get("headers"))
        .forEach(
            header ->
                headers.put(((Map<?, ?>) header).get("key"), ((Map<?, ?>) header).get("value")));
    assertThat(headers)
        .isEqualTo(
            Map.of(
                "Content-Security-Policy", "base-uri 'none'; frame-ancestors 'none'",
                "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
                "Referrer-Policy", "no-referrer",
                "Strict-Transport-Security", "max-age=31536000",
                "X-Content-Type-Options", "nosniff",
                "X-Frame-Options", "DENY"));
  }
}
