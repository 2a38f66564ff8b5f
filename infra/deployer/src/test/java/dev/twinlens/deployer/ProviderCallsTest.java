package dev.twinlens.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.twinlens.infra.graph.RecordedResource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The deployer's table against what the provider calls, which was read from the provider's sources
 * for the test alone: a call that is forgotten in one of the two lists shows.
 */
class ProviderCallsTest {
  private static final AwsTable TABLE = AwsTable.read();

  private static Map<String, Calls> provider;

  /**
   * What the provider calls for a type of resource, as IAM actions.
   *
   * @param inputs further actions by the input that causes them
   */
  private record Calls(
      String source,
      List<String> create,
      List<String> read,
      List<String> update,
      List<String> delete,
      Map<String, List<String>> inputs) {

    /** The actions for a resource that has these inputs. */
    Set<String> with(Set<String> given) {
      return Stream.concat(
              Stream.of(create, read, update, delete).flatMap(step -> orNone(step).stream()),
              causing().entrySet().stream()
                  .filter(input -> given.contains(input.getKey()))
                  .flatMap(input -> input.getValue().stream()))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    Map<String, List<String>> causing() {
      return inputs == null ? Map.of() : inputs;
    }

    private static List<String> orNone(List<String> actions) {
      return actions == null ? List.of() : actions;
    }
  }

  @BeforeAll
  static void read() throws IOException {
    try (var file = ProviderCallsTest.class.getResourceAsStream("/provider-calls.yaml")) {
      provider =
          YAMLMapper.builder()
              .addModule(new Jdk8Module())
              .build()
              .readValue(file, new TypeReference<>() {});
    }
  }

  private static List<RecordedResource> resources() {
    return Stacks.all().stream()
        .flatMap(stack -> stack.resourcesOf(AwsPolicies.CLOUD).stream())
        .toList();
  }

  private static Set<String> permitted(String type) {
    return TABLE.of(type).stream()
        .flatMap(entry -> entry.permission().allActions().stream())
        .collect(Collectors.toSet());
  }

  private static final Set<String> ALL_PERMITTED =
      TABLE
          .permissions()
          .flatMap(permission -> permission.allActions().stream())
          .collect(Collectors.toSet());

  /** A type's own entry, or for another service's action the entry of the type that it is about. */
  private static boolean isPermitted(String action, Set<String> own) {
    var isOfItsService = own.stream().anyMatch(permitted -> isSameService(permitted, action));
    return own.contains(action) || (!isOfItsService && ALL_PERMITTED.contains(action));
  }

  private static boolean isSameService(String one, String other) {
    return one.substring(0, one.indexOf(':')).equals(other.substring(0, other.indexOf(':')));
  }

  @Test
  void areAllPermitted() {
    assertThat(resources())
        .hasSizeGreaterThan(200)
        .allSatisfy(
            resource -> {
              var type = resource.type();
              var calls = provider.get(type);
              assertThat(calls).as("what the provider calls for " + type).isNotNull();
              var own = permitted(type);
              assertThat(calls.with(resource.inputs().keySet()))
                  .as("%s: what the table permits (source: %s)", resource, calls.source())
                  .allMatch(action -> isPermitted(action, own));
            });
  }

  @Test
  void areAllThatIsPermitted() {
    for (var type : resources().stream().map(RecordedResource::type).collect(Collectors.toSet())) {
      var called = new TreeSet<String>();
      provider.values().forEach(calls -> called.addAll(calls.with(calls.causing().keySet())));
      assertThat(permitted(type)).as(type).isSubsetOf(called);
    }
  }

  /** The test would not see a list that names nothing. */
  @Test
  void nameAnActionForEachStep() {
    assertThat(provider)
        .hasSizeGreaterThan(30)
        .allSatisfy(
            (type, calls) -> {
              assertThat(calls.create()).as(type).isNotEmpty();
              assertThat(calls.delete()).as(type).isNotEmpty();
            });
  }
}
