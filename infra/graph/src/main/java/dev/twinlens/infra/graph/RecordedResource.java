package dev.twinlens.infra.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A resource as the program registered it.
 *
 * @param urn its identity: the types of its ancestors, its own type and its name
 * @param parent the URN of its parent; empty for the stack itself
 * @param inputs its properties as maps, lists, strings, numbers ({@code Double}) and booleans
 * @param secrets the paths of the properties that are marked as secret
 * @param options what Pulumi was told about the resource besides its properties
 */
public record RecordedResource(
    String urn, String parent, Map<String, Object> inputs, Set<String> secrets, Options options) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What Pulumi was told about a resource besides its properties.
   *
   * @param isProtected whether Pulumi must not delete it
   * @param isRetained whether it stays when Pulumi no longer has it
   * @param aliases URNs that the resource had before: its state is found under them, too
   * @param dependencies the URNs of the resources that are created before it
   * @param provider reference of an explicit provider; empty for the default one
   */
  public record Options(
      boolean isProtected,
      boolean isRetained,
      Set<String> aliases,
      List<String> dependencies,
      String provider) {
    public static final Options NONE = new Options(false, false, Set.of(), List.of(), "");

    public Options {
      aliases = Set.copyOf(aliases);
      dependencies = List.copyOf(dependencies);
    }
  }

  /** Pulumi's type token. */
  public String type() {
    return Urns.type(urn);
  }

  /** The program's name for it. */
  public String name() {
    return Urns.name(urn);
  }

  public String parentName() {
    return Urns.name(parent);
  }

  public boolean isProtected() {
    return options.isProtected();
  }

  public boolean isRetained() {
    return options.isRetained();
  }

  public Set<String> aliases() {
    return options.aliases();
  }

  /** The names of the resources that are created before it. */
  public List<String> dependencyNames() {
    return options.dependencies().stream().map(Urns::name).toList();
  }

  /**
   * A property, found by names and, within lists, indexes: {@code rules.0.id}. Empty if it is not
   * set.
   */
  public Optional<Object> find(String path) {
    var value = Optional.<Object>of(inputs);
    for (var step : path.split("\\.", -1)) {
      value = value.flatMap(outer -> find(outer, step));
    }
    return value;
  }

  private static Optional<Object> find(Object outer, String step) {
    if (outer instanceof Map<?, ?> map) {
      return Optional.ofNullable(map.get(step));
    }
    return outer instanceof List<?> list && Integer.parseInt(step) < list.size()
        ? Optional.of(list.get(Integer.parseInt(step)))
        : Optional.empty();
  }

  /**
   * A property that has to be set.
   *
   * @param path as for {@link #find}
   * @throws IllegalArgumentException if it is not set
   */
  public Object input(String path) {
    return find(path)
        .orElseThrow(
            () -> new IllegalArgumentException("%s has no %s: %s".formatted(this, path, inputs)));
  }

  /** A property that holds a JSON object. */
  public Map<String, Object> json(String path) {
    try {
      return JSON.readValue((String) input(path), new TypeReference<>() {});
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("%s of %s is not JSON".formatted(path, this), malformed);
    }
  }

  /** The statements of a property that holds a policy. */
  public List<PolicyStatement> policy(String path) {
    var statements = json(path).get("Statement");
    return (statements instanceof List<?> list ? list : List.of(statements))
        .stream().map(statement -> PolicyStatement.from((Map<?, ?>) statement)).toList();
  }

  @Override
  public String toString() {
    return type() + " " + name();
  }
}
