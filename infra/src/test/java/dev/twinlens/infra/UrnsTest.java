package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The identities of the stacks' resources, in every form of a stack. A resource whose URN changes
 * is another resource to Pulumi: it deletes the old one with its data and creates the new one
 * empty. So a renamed or moved resource keeps its former URN as an alias.
 */
class UrnsTest {
  private static final Path FOLDER = Path.of("infra", "urns");

  /** URNs of resources that may be deployed somewhere. They only end with the resource. */
  private static final Path RELEASED = FOLDER.resolve("released");

  /** The page's files, which are named after the files in site/ and can be created again. */
  private static final String PAGE_FILE = "aws:s3/bucketObjectv2:BucketObjectv2";

  private static Set<String> stacks() {
    return Recordings.PROJECT.stacks().keySet();
  }

  private static List<RecordedResource> resources(String stack) {
    return RecordedStack.union(Recordings.everyFormOf(stack)).resources().stream()
        .filter(resource -> !resource.type().equals(PAGE_FILE))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void areThoseInTheFile(String stack) throws IOException {
    var lines =
        resources(stack).stream()
            .map(resource -> String.join("\n  formerly ", identities(resource)))
            .sorted()
            .toList();
    GoldenFile.assertCurrent(FOLDER.resolve(stack + ".txt"), String.join("\n", lines) + "\n");
  }

  /** The URN, then those that it had in this program. Providers add some for renamed types. */
  private static List<String> identities(RecordedResource resource) {
    return Stream.concat(
            Stream.of(resource.urn()),
            resource.aliases().stream()
                .filter(alias -> alias.contains(resource.type() + "::"))
                .sorted())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void includeEveryReleasedUrnOrItsAlias(String stack) throws IOException {
    var known =
        resources(stack).stream()
            .flatMap(
                resource -> Stream.concat(Stream.of(resource.urn()), resource.aliases().stream()))
            .collect(Collectors.toSet());
    assertThat(Files.readAllLines(RELEASED.resolve(stack + ".txt"))).isNotEmpty().isSubsetOf(known);
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void areUsedOnce(String stack) {
    for (var form : Recordings.everyFormOf(stack)) {
      assertThat(form.resources()).extracting(RecordedResource::urn).doesNotHaveDuplicates();
      var urns = form.resources().stream().map(RecordedResource::urn).toList();
      assertThat(form.resources().stream().flatMap(resource -> resource.aliases().stream()))
          .doesNotHaveDuplicates()
          .doesNotContainAnyElementsOf(urns);
    }
  }
}
