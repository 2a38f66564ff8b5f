package dev.twinlens.deployer;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.twinlens.infra.graph.RecordedResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a provider calls for a type of resource, as {@code provider-calls.yaml} lists it. The list
 * is not made from the deployer's tables: a call that one of the two forgets shows.
 *
 * @param source where it was read
 * @param on what a call is about; empty at Azure, whose role names no resources
 * @param exceptions what some actions are about instead
 * @param lateTags whether authorization may not see the tags of a new resource at first
 * @param create actions that create the resource, beside all of {@code read}
 * @param read actions that read it
 * @param update actions that update it, beside all of {@code read}
 * @param delete actions that delete it
 * @param inputs more actions of create and update, by the input that causes them
 */
record ProviderCalls(
    String source,
    Optional<String> on,
    Map<String, List<String>> exceptions,
    boolean lateTags,
    List<String> create,
    List<String> read,
    List<String> update,
    List<String> delete,
    Map<String, List<String>> inputs) {
  private static final String EVERYTHING = "*";

  ProviderCalls {
    exceptions = Optional.ofNullable(exceptions).orElse(Map.of());
    create = Optional.ofNullable(create).orElse(List.of());
    read = Optional.ofNullable(read).orElse(List.of());
    update = Optional.ofNullable(update).orElse(List.of());
    delete = Optional.ofNullable(delete).orElse(List.of());
    inputs = Optional.ofNullable(inputs).orElse(Map.of());
  }

  /** The list, by types of resources and by functions. */
  static Map<String, ProviderCalls> listed() {
    try (var file = ProviderCalls.class.getResourceAsStream("/provider-calls.yaml")) {
      return YAMLMapper.builder()
          .addModule(new Jdk8Module())
          .build()
          .readValue(file, new TypeReference<>() {});
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** All actions for a resource that has these inputs. */
  Set<String> actions(Set<String> given) {
    return Stream.of(create, read, update, delete, causedBy(given))
        .flatMap(List::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> causedBy(Set<String> given) {
    return inputs.entrySet().stream()
        .filter(input -> given.contains(input.getKey()))
        .flatMap(input -> input.getValue().stream())
        .toList();
  }

  /** All requests for a resource of AWS, from its creation to its deletion. */
  Stream<DeployerRequest> requests(RecordedResource resource, DeployableStack stack) {
    var caused = causedBy(resource.inputs().keySet());
    var context = new RequestContext(resource, stack);
    var created =
        Stream.of(create, read, caused)
            .flatMap(List::stream)
            .flatMap(
                action -> requests(action, resource, stack, context.whileNew(action, lateTags)));
    var existing =
        Stream.of(read, update, delete, caused)
            .flatMap(List::stream)
            .flatMap(action -> requests(action, resource, stack, context.afterwards(action)));
    return Stream.concat(created, existing).distinct();
  }

  private Stream<DeployerRequest> requests(
      String action,
      RecordedResource resource,
      DeployableStack stack,
      Map<String, String> context) {
    var placeholders = stack.placeholders(resource);
    return exceptions.getOrDefault(action, List.of(on.orElseThrow())).stream()
        .map(arn -> arn.equals(EVERYTHING) ? arn : placeholders.example("arn:{partition}:" + arn))
        .map(arn -> new DeployerRequest(action, arn, context));
  }
}
