package dev.twinlens.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.graph.RecordedResource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The deployer's table against what the provider calls, which was read from the provider's sources
 * for the test alone: a call that is forgotten in one of the two lists shows.
 */
class ProviderCallsTest {
  private static final AwsTable TABLE = AwsTable.read();

  private static final Map<String, ProviderCalls> PROVIDERS = ProviderCalls.listed();

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
              var calls = PROVIDERS.get(type);
              assertThat(calls).as("what the provider calls for " + type).isNotNull();
              var own = permitted(type);
              assertThat(calls.actions(resource.inputs().keySet()))
                  .as("%s: what the table permits (source: %s)", resource, calls.source())
                  .allMatch(action -> isPermitted(action, own));
            });
  }

  @Test
  void areListedForEveryTypeAndNoOther() {
    var used = new TreeSet<String>();
    for (var stack : Stacks.all()) {
      stack.resources().forEach(resource -> used.add(resource.type()));
      used.addAll(stack.functionsOf(AzureRole.CLOUD));
    }
    assertThat(PROVIDERS.keySet()).containsExactlyInAnyOrderElementsOf(used);
  }

  /** The test would not see a list that names nothing. */
  @Test
  void nameAnActionForEachStep() {
    assertThat(PROVIDERS)
        .hasSizeGreaterThan(40)
        .allSatisfy(
            (type, calls) -> {
              assertThat(calls.source()).as(type).isNotBlank();
              assertThat(calls.actions(Set.of())).as(type).isNotEmpty();
              if (type.startsWith(AwsPolicies.CLOUD + ":")) {
                assertThat(calls.create()).as(type).isNotEmpty();
                assertThat(calls.delete()).as(type).isNotEmpty();
              }
            });
  }
}
