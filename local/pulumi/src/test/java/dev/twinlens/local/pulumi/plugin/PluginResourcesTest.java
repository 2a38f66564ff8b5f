package dev.twinlens.local.pulumi.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.twinlens.local.pulumi.DeploymentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PluginResourcesTest {
  private static final String TYPE = FakeProvider.TYPE;

  @TempDir private Path folder;
  private final FakeProvider provider = new FakeProvider();

  @Test
  void surviveARestart() {
    create(open(), "a", 1);
    open().update(TYPE, "a", thing("a", 2));
    FakeProvider another = new FakeProvider();

    open(another).restore();

    assertThat(another.things).containsExactly(Map.entry("a", 2.0));
    assertThat(open().read(TYPE, "a").orElseThrow().outputs().getFieldsMap())
        .containsEntry("arn", text("arn:a"))
        .containsKeys("name", "size");
  }

  /** An update can make a resource depend on a younger one. */
  @Test
  void areRestoredInAnOrderThatWorks() {
    PluginResources resources = open();
    create(resources, "old", 1);
    create(resources, "young", 1);
    resources.update(TYPE, "old", Wire.struct(Map.of("name", "old", "size", 1, "on", "young")));
    FakeProvider another = new FakeProvider();

    open(another).restore();

    assertThat(another.calls).containsExactly("provision young", "provision old");
  }

  @Test
  void failToBeRestoredWithTheReason() {
    PluginResources resources = open();
    create(resources, "base", 1);
    resources.create(
        "urn", TYPE, "thing", Wire.struct(Map.of("name", "top", "size", 1, "on", "base")));
    resources.delete(TYPE, "base");

    assertThatThrownBy(() -> open(new FakeProvider()).restore())
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining("demo:index:Thing \"thing\"")
        .hasMessageContaining("base does not exist");
  }

  @Test
  void areGoneWhenTheyAreDeleted() {
    PluginResources resources = open();
    create(resources, "a", 1);

    resources.delete(TYPE, "a");
    resources.delete(TYPE, "a");

    assertThat(provider.things).isEmpty();
    assertThat(open().read(TYPE, "a")).isEmpty();
    assertThat(provider.calls).containsExactly("provision a", "delete a");
  }

  /** A program can leave it to Azure to delete what lies within a container. */
  @Test
  void areGoneWithWhatTheyLieWithin() {
    PluginResources resources = open();
    create(resources, "/containers/a", 1);
    create(resources, "/containers/a/policies/default", 1);
    create(resources, "/containers/ab", 1);

    resources.delete(TYPE, "/containers/a");

    assertThat(open().read(TYPE, "/containers/a/policies/default")).isEmpty();
    assertThat(open().read(TYPE, "/containers/ab")).isPresent();
  }

  @Test
  void cannotBecomeOthersByAnUpdate() {
    PluginResources resources = open();
    create(resources, "a", 1);

    assertThatThrownBy(() -> resources.update(TYPE, "a", thing("b", 1)))
        .hasMessageContaining("replace the resource");
    assertThatThrownBy(() -> resources.update(TYPE, "c", thing("c", 1)))
        .hasMessageContaining("does not exist");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void areReadableByTheirOwnerAlone() throws IOException {
    create(open(), "a", 1);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  private PluginResources open() {
    return open(provider);
  }

  private PluginResources open(FakeProvider kept) {
    return new PluginResources(kept, ResourceFile.open(file()));
  }

  private Path file() {
    return folder.resolve("resources.json");
  }

  private static void create(PluginResources resources, String name, int size) {
    resources.create("urn", TYPE, "thing", thing(name, size));
  }

  private static Struct thing(String name, int size) {
    return Wire.struct(Map.of("name", name, "size", size));
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
