package dev.twinlens.infra.controls;

import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks at a stack's resources for one control or several. */
@FunctionalInterface
interface Check {
  /** A sentence for each resource that does not meet the control. */
  Stream<String> violations(RecordedStack recorded);

  default Check and(Check other) {
    return recorded -> Stream.concat(violations(recorded), other.violations(recorded));
  }

  static Check each(String type, Predicate<RecordedResource> condition, String requirement) {
    return each(type, (recorded, resource) -> condition.test(resource), requirement);
  }

  /** The condition holds for each resource of the type, of which there may be none. */
  static Check whereThereIs(
      String type, Predicate<RecordedResource> condition, String requirement) {
    return recorded ->
        recorded.resources(type).isEmpty()
            ? Stream.of()
            : each(type, condition, requirement).violations(recorded);
  }

  /** There are resources of the type, and the condition holds for each. */
  static Check each(
      String type, BiPredicate<RecordedStack, RecordedResource> condition, String requirement) {
    return recorded -> {
      var resources = recorded.resources(type);
      return resources.isEmpty()
          ? Stream.of("there is no " + type)
          : resources.stream()
              .filter(resource -> !condition.test(recorded, resource))
              .map(resource -> "%s: each %s".formatted(resource, requirement));
    };
  }

  static Check none(String type) {
    return recorded ->
        recorded.resources(type).stream().map(resource -> resource + " is not allowed");
  }

  /** Each bucket has one resource of the type, for which the condition holds. */
  static Check eachBucket(String type, Predicate<RecordedResource> condition, String requirement) {
    return each(
        Types.BUCKET,
        (recorded, bucket) -> {
          var found = Conditions.belongingTo(recorded, bucket, type, "bucket");
          return found.size() == 1 && condition.test(found.get(0));
        },
        requirement);
  }
}
