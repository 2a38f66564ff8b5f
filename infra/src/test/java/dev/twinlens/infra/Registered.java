package dev.twinlens.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pulumirpc.Resource.RegisterResourceRequest;

/**
 * A resource as the program registered it.
 *
 * @param urn what tells it from all others: the types of its ancestors, its own and its name
 * @param type Pulumi's type token
 * @param name the program's name for it
 * @param parentName the name of its parent
 * @param inputs its properties
 * @param secrets the paths of the properties that are secret
 * @param isProtected whether Pulumi may not delete it
 * @param dependencies the names of the resources that it waits for
 * @param provider reference of an explicit provider, or nothing
 */
public record Registered(
    String urn,
    String type,
    String name,
    String parentName,
    Map<String, Object> inputs,
    Set<String> secrets,
    boolean isProtected,
    List<String> dependencies,
    String provider) {

  static Registered from(RegisterResourceRequest request) {
    return new Registered(
        typesIn(request.getParent()) + "$" + request.getType() + "::" + request.getName(),
        request.getType(),
        request.getName(),
        nameIn(request.getParent()),
        Wire.plain(request.getObject()),
        Wire.secrets(request.getObject()),
        request.getProtect(),
        request.getDependenciesList().stream().map(Registered::nameIn).toList(),
        request.getProvider());
  }

  private static String typesIn(String urn) {
    return urn.isEmpty() ? "" : urn.split("::", -1)[2];
  }

  private static String nameIn(String urn) {
    return urn.substring(urn.lastIndexOf("::") + (urn.isEmpty() ? 1 : 2));
  }

  /** A property, found by names and, within lists, indexes: {@code rules.0.id}. */
  public Object input(String path) {
    Object value = inputs;
    for (var step : path.split("\\.", -1)) {
      if (value instanceof Map<?, ?> map) {
        value = map.get(step);
      } else if (value instanceof List<?> list) {
        value = list.get(Integer.parseInt(step));
      } else {
        throw new AssertionError("%s has no %s in %s".formatted(this, path, inputs));
      }
    }
    return value;
  }

  /** A property that holds JSON. */
  public Map<String, Object> json(String path) {
    try {
      return Json.parse((String) input(path), new TypeReference<>() {});
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(path + " of " + this + " is no JSON", malformed);
    }
  }

  /** The statements of a property that holds a policy, whether it has one or several. */
  List<Statement> policy(String path) {
    var statements = json(path).get("Statement");
    return (statements instanceof List<?> list ? list : List.of(statements))
        .stream().map(statement -> Statement.from((Map<?, ?>) statement)).toList();
  }

  @Override
  public String toString() {
    return type + " " + name;
  }
}
