package dev.twinlens.infra.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.WholeStack;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.settings.SiteHosting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiteBuildTest {
  private static final String INVOCATION = "aws:lambda/invocation:Invocation";

  private static RecordedResource start() {
    return WholeStack.AMPLIFY.recorded().resource(INVOCATION, "site-build-start");
  }

  private static RecordedStack with(String apiUrl) {
    return Recordings.ofComponent(
        options ->
            SiteAddress.of(
                    "page",
                    new SiteHosting.Amplify(
                        "https://github.com/example/fork", "main", Output.ofSecret("token")),
                    options)
                .serve(
                    "page",
                    new Site.Backend(Output.of(apiUrl), List.of(), Output.of(List.of())),
                    Recordings.stack(),
                    options));
  }

  private static Map<?, ?> triggers(RecordedStack stack) {
    return (Map<?, ?>) stack.resource(INVOCATION, "page-build-start").input("triggers");
  }

  @Test
  void isStartedByTheFirstDeployment() {
    assertThat(start().inputs())
        .containsEntry("functionName", "start-build-1a2b3c4")
        .containsEntry("input", "{}");
    // The default, by which creating and replacing invoke, and deleting does not.
    assertThat(start().inputs()).doesNotContainKey("lifecycleScope");
  }

  @Test
  void isStartedAgainWhenWhatThePageIsBuiltWithHasChanged() {
    var one = triggers(with("https://one.example"));
    assertThat(one).isEqualTo(triggers(with("https://one.example")));
    var other = triggers(with("https://other.example"));
    assertThat(other.get("variables")).isNotEqualTo(one.get("variables"));
    assertThat(other.get("recipe")).isEqualTo(one.get("recipe"));
  }

  /** Otherwise the build would have the variables of before. */
  @Test
  void isStartedAfterTheBranchAndThePermissionOfTheFunction() {
    assertThat(start().dependencyNames()).contains("site-branch", "start-build");
    assertThat(
            WholeStack.AMPLIFY
                .recorded()
                .resource("aws:lambda/function:Function", "start-build")
                .dependencyNames())
        .contains("start-build-policy");
  }

  @Test
  void isOnlyForTheHostingThatBuilds() {
    assertThat(WholeStack.CLOUDFRONT.recorded().resources(INVOCATION)).isEmpty();
  }
}
