package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.pulumi.UnsupportedException;
import dev.twinlens.local.pulumi.plugin.ResourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceFactsTest {
  /** The URNs of every resource of a stack, whatever its settings are; infra's tests keep them. */
  private static final Path URNS = Path.of(System.getProperty("twinlens.home"), "infra", "urns");

  private static final Pattern TYPE = Pattern.compile("[:$]((?:aws|azure-native):[^:$]+:[^:$]+)::");

  /** Named after the page's files, which these lists leave out. */
  private static final String PAGE_FILE = "aws:s3/bucketObjectv2:BucketObjectv2";

  private final ResourceFacts facts = ResourceFacts.load();

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void haveEachTypeThatTheProgramRegisters(String stack) throws IOException {
    Set<String> types = new TreeSet<>(Set.of(PAGE_FILE));
    TYPE.matcher(Files.readString(URNS.resolve(stack + ".txt")))
        .results()
        .forEach(found -> types.add(found.group(1)));

    assertThat(types).hasSizeGreaterThan(40).contains("aws:lambda/invocation:Invocation");
    assertThat(types).allSatisfy(type -> assertThat(facts.type(type)).isNotNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:s3/bucketV2:BucketV2",
        "aws:dynamodb/table:Table",
        "azure-native:resources:ResourceGroup",
        "azure-native:storage:StorageAccount",
        "azure-native:storage:BlobContainer"
      })
  void replaceAHolderOfDataForItsName(String type) {
    ResourceType facts = this.facts.type(type);

    assertThat(facts.replacingInputs()).contains(facts.name().orElseThrow().input());
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws:ec2/instance:Instance", "demo"})
  void refuseATypeWithoutALine(String type) {
    assertThatThrownBy(() -> facts.type(type))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining(type)
        .hasMessageContaining("resource-types.yaml");
  }
}
