package dev.twinlens.infra.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.pulumi.Context;
import com.pulumi.core.Alias;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordedStackTest {
  private static final String BUCKET = "aws:s3/bucketV2:BucketV2";
  private static final String SHELF = "urn:pulumi:test::shop::shop:index:Shelf";

  private static final class Shelf extends ComponentResource {
    Shelf(String name) {
      super("shop:index:Shelf", name, ComponentResourceOptions.Empty);
    }
  }

  private static final class BucketArgs extends ResourceArgs {
    // Pulumi reads it by reflection.
    @SuppressWarnings("UnusedVariable")
    @Import(name = "label")
    private final Output<String> label;

    BucketArgs(Output<String> label) {
      this.label = label;
    }
  }

  private static final class Bucket extends CustomResource {
    Bucket(String name, Output<String> label, CustomResourceOptions options) {
      super(BUCKET, name, new BucketArgs(label), options);
    }
  }

  private static StackForm form(Map<String, String> settings) {
    return new StackForm("shop", "test", settings, Set.of("shop:password"));
  }

  private static void shop(Context context) {
    var shelf = new Shelf("top");
    var below = new Shelf("bottom");
    var first =
        new Bucket(
            "first",
            Output.of("plain"),
            CustomResourceOptions.builder().parent(shelf).protect(true).build());
    new Bucket(
        "second",
        context.config().requireSecret("password"),
        CustomResourceOptions.builder()
            .parent(shelf)
            .dependsOn(first)
            .aliases(
                Alias.builder().parent(below).name("other").build(),
                Alias.builder().parent(below).build(),
                Alias.noParent(),
                Alias.withUrn("urn:pulumi:test::shop::a:b:C::d"))
            .build());
    context.export("size", Output.of("2"));
  }

  private static RecordedStack recorded() {
    return RecordedStack.of(form(Map.of("shop:password", "sesame")), RecordedStackTest::shop);
  }

  @Test
  void hasResourcesWithTheirIdentitiesAndOptions() {
    var first = recorded().resource(BUCKET, "first");
    assertThat(first.urn()).isEqualTo(SHELF + "$" + BUCKET + "::first");
    assertThat(first.parent()).isEqualTo(SHELF + "::top");
    assertThat(first.inputs()).isEqualTo(Map.of("label", "plain"));
    assertThat(first.secrets()).isEmpty();
    assertThat(first.isProtected()).isTrue();
    assertThat(recorded().resource(BUCKET, "second").dependencyNames()).containsExactly("first");
    assertThat(recorded().childrenOf("top"))
        .extracting(RecordedResource::name)
        .containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void showsWhichInputsAreSecret() {
    var second = recorded().resource(BUCKET, "second");
    assertThat(second.input("label")).isEqualTo("sesame");
    assertThat(second.secrets()).containsExactly("label");
    assertThat(recorded().messages())
        .filteredOn(message -> message.text().contains("sesame"))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.subject()).isEqualTo("inputs of " + BUCKET + " second");
              assertThat(message.withoutSecrets()).doesNotContain("sesame");
            });
  }

  @Test
  void hasAliasesAsUrnsWhateverTheirForm() {
    assertThat(recorded().resource(BUCKET, "second").aliases())
        .containsExactlyInAnyOrder(
            SHELF + "$" + BUCKET + "::other",
            SHELF + "$" + BUCKET + "::second",
            "urn:pulumi:test::shop::" + BUCKET + "::second",
            "urn:pulumi:test::shop::a:b:C::d");
  }

  @Test
  void hasTheStacksOutputs() {
    assertThat(recorded().outputs()).isEqualTo(Map.of("size", "2"));
  }

  @Test
  void reportsAProgramThatFails() {
    var failed = RecordedStack.attempt(form(Map.of()), RecordedStackTest::shop);
    assertThat(failed.errors()).singleElement().asString().contains("password");
    assertThat(failed.outputs()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> RecordedStack.of(form(Map.of()), RecordedStackTest::shop))
        .withMessageContaining("password");
  }

  @Test
  void unitesTheResourcesOfSeveralForms() {
    var less =
        RecordedStack.of(
            form(Map.of()),
            context -> new Bucket("third", Output.of("x"), CustomResourceOptions.Empty));
    assertThat(RecordedStack.union(List.of(recorded(), less, recorded())).resources(BUCKET))
        .extracting(RecordedResource::name)
        .containsExactlyInAnyOrder("first", "second", "third");
  }

  @Test
  void namesWhatItLacks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recorded().resource(BUCKET, "third"))
        .withMessageContaining("0 resources " + BUCKET + " third");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recorded().resource(BUCKET, "first").input("label.length"))
        .withMessageContaining("has no label.length");
    assertThat(recorded().resource(BUCKET, "first").find("size")).isEmpty();
  }
}
