package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.pulumi.UnsupportedException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProviderTest {
  @TempDir private Path folder;
  private final List<String> removed = new ArrayList<>();
  private final DomainNames domainNames = new DomainNames();
  private DeploymentState state;
  private LocalProvider provider;

  @BeforeEach
  void register() {
    ProvisionerRegistry registry =
        new ProvisionerRegistry()
            .type("q:Queue", LocalProviderTest::provisioned, removed::add)
            .dataType("b:Bucket", LocalProviderTest::provisioned, removed::add)
            .type("n:Named", this::named, removed::add)
            .type("e:Echo", echo -> new Provisioned(echo.inputs().string("origin"), Map.of()))
            .function("q:count", arguments -> Map.of("count", 1));
    state = DeploymentState.open(folder, "dev");
    provider = new LocalProvider(registry, state, domainNames);
  }

  @Test
  void deletesWhatIsNoLongerDeclaredTheLatestFirst() {
    provider.provision(request("q:Queue", "first"));
    provider.provision(request("q:Queue", "second"));
    provider.provision(request("q:Queue", "kept"));

    assertThat(provider.deleteUndeclared(Set.of("urn:kept")))
        .containsExactly("urn:second", "urn:first");
    assertThat(removed).containsExactly("id-second", "id-first");
    assertThat(provider.deleteUndeclared(Set.of("urn:kept"))).isEmpty();
  }

  @Test
  void neverDeletesWhatHoldsData() {
    provider.provision(request("b:Bucket", "photos"));

    assertThat(provider.deleteUndeclared(Set.of())).isEmpty();
    assertThat(removed).isEmpty();
  }

  @Test
  void deletesWhatHoldsDataWhenAnEngineAsksForIt() {
    String id = provider.provision(request("b:Bucket", "photos")).id();

    provider.delete("urn:photos", "b:Bucket", id);

    assertThat(removed).containsExactly(id);
  }

  @Test
  void keepsTheResourceOfAFormerUrn() {
    String id = provider.provision(request("n:Named", "jobs")).id();

    ResourceRequest moved =
        new ResourceRequest(
            "urn:work", List.of("urn:jobs"), "n:Named", "work", Inputs.of(Map.of()));

    assertThat(provider.provision(moved).id()).isEqualTo(id);
    assertThat(provider.deleteUndeclared(Set.of("urn:work"))).isEmpty();
    assertThat(removed).isEmpty();
  }

  @Test
  void stopsAtAnInputThatTheProvisionerDidNotRead() {
    assertThatThrownBy(
            () ->
                provider.provision(
                    new ResourceRequest(
                        "urn:odd", List.of(), "q:Queue", "odd", Inputs.of(Map.of("fifo", true)))))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("q:Queue \"odd\"")
        .hasMessageContaining("fifo");
  }

  @Test
  void stopsAtAnArgumentThatTheFunctionDidNotRead() {
    assertThatThrownBy(() -> provider.invoke("q:count", Inputs.of(Map.of("of", "jobs"))))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("q:count")
        .hasMessageContaining("of");
  }

  @Test
  void rewritesOriginsInInputs() {
    domainNames.add("d1.example.com", URI.create("http://127.0.0.1:80"));

    Provisioned echo =
        provider.provision(
            new ResourceRequest(
                "urn:echo",
                List.of(),
                "e:Echo",
                "echo",
                Inputs.of(Map.of("origin", "https://d1.example.com"))));

    assertThat(echo.id()).isEqualTo("http://127.0.0.1:80");
  }

  @Test
  void namesATypeThatIsNotImplemented() {
    assertThatThrownBy(() -> provider.provision(request("x:Odd", "thing")))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("x:Odd")
        .hasMessageContaining("\"thing\"");
  }

  @Test
  void namesAFunctionThatIsNotImplemented() {
    assertThat(provider.invoke("q:count", Inputs.of(Map.of()))).isEqualTo(Map.of("count", 1));
    assertThatThrownBy(() -> provider.invoke("x:odd", Inputs.of(Map.of())))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("x:odd");
  }

  private static ResourceRequest request(String type, String name) {
    return new ResourceRequest("urn:" + name, List.of(), type, name, Inputs.of(Map.of()));
  }

  private Provisioned named(ResourceRequest request) {
    return new Provisioned(state.physicalName(request, "name"), Map.of());
  }

  private static Provisioned provisioned(ResourceRequest request) {
    return new Provisioned("id-" + request.name(), Map.of());
  }
}
