package dev.twinlens.infra.graph;

import com.pulumi.Context;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All that a program told and asked Pulumi's engine for a stack, as data. Physical names, ARNs and
 * other outputs of resources are those of {@link FakeClouds}.
 *
 * @param name the stack's name
 * @param resources in the order of their registration, components and providers among them
 * @param calls the provider functions that were called
 * @param outputs the stack's outputs; none if the program failed
 * @param messages every message, for what the other parts do not show
 * @param errors what the program failed with; none if it succeeded
 */
public record RecordedStack(
    String name,
    List<RecordedResource> resources,
    List<RecordedCall> calls,
    Map<String, Object> outputs,
    List<RecordedMessage> messages,
    List<String> errors) {
  private static final String FUNCTION = "aws:lambda/function:Function";

  public RecordedStack {
    resources = List.copyOf(resources);
    calls = List.copyOf(calls);
    outputs = Map.copyOf(outputs);
    messages = List.copyOf(messages);
    errors = List.copyOf(errors);
  }

  /**
   * Runs a program for a stack.
   *
   * @throws IllegalStateException if the program fails
   */
  public static RecordedStack of(StackForm form, Consumer<Context> program) {
    var recorded = attempt(form, program);
    if (!recorded.errors().isEmpty()) {
      throw new IllegalStateException(String.join(System.lineSeparator(), recorded.errors()));
    }
    return recorded;
  }

  /** Runs a program that may fail; {@link #errors} says whether it did. */
  public static RecordedStack attempt(StackForm form, Consumer<Context> program) {
    return new StackRecorder(form).run(program);
  }

  /**
   * Everything that is in one of the recordings of a stack: what its deployments can consist of.
   */
  public static RecordedStack union(Collection<RecordedStack> recordings) {
    var resources = new LinkedHashMap<String, RecordedResource>();
    for (var recording : recordings) {
      recording.resources().forEach(resource -> resources.put(resource.urn(), resource));
    }
    var outputs = new LinkedHashMap<String, Object>();
    recordings.forEach(recording -> outputs.putAll(recording.outputs()));
    return new RecordedStack(
        recordings.iterator().next().name(),
        List.copyOf(resources.values()),
        recordings.stream().flatMap(recording -> recording.calls().stream()).distinct().toList(),
        outputs,
        recordings.stream().flatMap(recording -> recording.messages().stream()).distinct().toList(),
        recordings.stream().flatMap(recording -> recording.errors().stream()).distinct().toList());
  }

  public List<RecordedResource> resources(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /**
   * The one resource of that type and name.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  public RecordedResource resource(String type, String name) {
    var found = resources(type).stream().filter(resource -> resource.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "%d resources %s %s among %s"
              .formatted(
                  found.size(),
                  type,
                  name,
                  resources.stream().map(RecordedResource::toString).sorted().toList()));
    }
    return found.get(0);
  }

  /** The resources directly below those of that name. */
  public List<RecordedResource> childrenOf(String name) {
    return resources.stream().filter(resource -> resource.parentName().equals(name)).toList();
  }

  /**
   * Whether Pulumi must not delete a resource of the stack: its engine protects all that is below a
   * protected component, too.
   */
  public boolean isProtected(RecordedResource resource) {
    return resource.isProtected()
        || resources.stream()
            .filter(parent -> parent.urn().equals(resource.parent()))
            .anyMatch(this::isProtected);
  }

  /** The names of the environment variables of each Lambda function, by the function's name. */
  public Map<String, Set<String>> environmentNames() {
    return resources(FUNCTION).stream()
        .collect(
            Collectors.toMap(
                RecordedResource::name,
                function ->
                    ((Map<?, ?>) function.input("environment.variables"))
                        .keySet().stream().map(String::valueOf).collect(Collectors.toSet())));
  }

  /** The same stack with other resources. */
  public RecordedStack with(List<RecordedResource> others) {
    return new RecordedStack(name, others, calls, outputs, messages, errors);
  }
}
