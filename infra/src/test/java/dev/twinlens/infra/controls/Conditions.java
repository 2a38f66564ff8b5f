package dev.twinlens.infra.controls;

import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Conditions on resources, of which checks are made. */
final class Conditions {
  private Conditions() {}

  static Predicate<RecordedResource> is(String path, Object expected) {
    return resource -> resource.find(path).filter(expected::equals).isPresent();
  }

  static Predicate<RecordedResource> in(String path, Set<String> expected) {
    return text(path, expected::contains);
  }

  static Predicate<RecordedResource> matches(String path, String pattern) {
    return text(path, value -> value.matches(pattern));
  }

  static Predicate<RecordedResource> text(String path, Predicate<String> condition) {
    return resource ->
        resource
            .find(path)
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .filter(condition)
            .isPresent();
  }

  static Predicate<RecordedResource> atLeast(String path, int least) {
    return resource ->
        resource
            .find(path)
            .filter(Double.class::isInstance)
            .map(Double.class::cast)
            .filter(value -> value >= least)
            .isPresent();
  }

  static Predicate<RecordedResource> present(String path) {
    return resource -> resource.find(path).isPresent();
  }

  static Predicate<RecordedResource> contains(String path, Object element) {
    return resource ->
        resource
            .find(path)
            .filter(value -> value instanceof List<?> list && list.contains(element))
            .isPresent();
  }

  /** One of the lifecycle's rules has the property. */
  static Predicate<RecordedResource> anyRule(String property) {
    return lifecycle ->
        lifecycle
            .find("rules")
            .filter(
                value ->
                    value instanceof List<?> rules
                        && rules.stream()
                            .anyMatch(
                                rule -> rule instanceof Map<?, ?> map && map.containsKey(property)))
            .isPresent();
  }

  /** The resources of a type that name another resource, by its physical name, in an input. */
  static List<RecordedResource> belongingTo(
      RecordedStack recorded, RecordedResource owner, String type, String input) {
    var name = FakeClouds.physicalName(owner.name());
    return recorded.resources(type).stream()
        .filter(text(input, value -> lastPart(value).equals(name)))
        .toList();
  }

  private static String lastPart(String nameOrArnOrUrl) {
    return nameOrArnOrUrl.substring(
        Math.max(nameOrArnOrUrl.lastIndexOf(':'), nameOrArnOrUrl.lastIndexOf('/')) + 1);
  }

  /** The resources of a type that are for the same bucket. */
  static List<RecordedResource> ofSameBucket(
      RecordedStack recorded, RecordedResource resource, String type) {
    return recorded.resources(type).stream()
        .filter(is("bucket", resource.input("bucket")))
        .toList();
  }
}
