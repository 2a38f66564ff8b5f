package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.pulumi.UnsupportedException;
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
  private LocalProvider provider;

  @BeforeEach
  void register() {
    ProvisionerRegistry registry =
        new ProvisionerRegistry()
            .type("q:Queue", LocalProviderTest::provisioned, removed::add)
            .dataType("b:Bucket", LocalProviderTest::provisioned)
            .function("q:count", arguments -> Map.of("count", 1));
    provider = new LocalProvider(registry, DeploymentState.open(folder, "dev"), new DomainNames());
  }

  @Test
  void removesWhatIsNoLongerDeclaredTheYoungestFirst() {
    provider.provision(request("q:Queue", "first"));
    provider.provision(request("q:Queue", "second"));
    provider.provision(request("q:Queue", "kept"));

    assertThat(provider.removeAllBut(Set.of("urn:kept")))
        .containsExactly("urn:second", "urn:first");
    assertThat(removed).containsExactly("id-second", "id-first");
    assertThat(provider.removeAllBut(Set.of("urn:kept"))).isEmpty();
  }

  @Test
  void neverRemovesWhatHoldsData() {
    provider.provision(request("b:Bucket", "photos"));

    assertThat(provider.removeAllBut(Set.of())).isEmpty();
  }

  @Test
  void namesTheTypeThatItDoesNotKnow() {
    assertThatThrownBy(() -> provider.provision(request("x:Odd", "thing")))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("x:Odd")
        .hasMessageContaining("\"thing\"");
  }

  @Test
  void namesTheFunctionThatItDoesNotKnow() {
    assertThat(provider.invoke("q:count", Inputs.of(Map.of()))).isEqualTo(Map.of("count", 1));
    assertThatThrownBy(() -> provider.invoke("x:odd", Inputs.of(Map.of())))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("x:odd");
  }

  private static ResourceRequest request(String type, String name) {
    return new ResourceRequest("urn:" + name, type, name, Inputs.of(Map.of()));
  }

  private static Provisioned provisioned(ResourceRequest request) {
    return new Provisioned("id-" + request.name(), Map.of());
  }
}
