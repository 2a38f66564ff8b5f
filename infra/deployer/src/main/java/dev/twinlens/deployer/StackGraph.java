package dev.twinlens.deployer;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.infra.Program;
import dev.twinlens.infra.Registered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that a stack's deployments can consist of, whatever its switches are set to.
 *
 * @param stack the stack
 * @param region where it is deployed
 * @param tags what marks its resources at AWS
 * @param resources its resources, without components and providers
 * @param functions what it asks the providers for
 */
record StackGraph(
    String stack,
    String region,
    Map<String, String> tags,
    List<Registered> resources,
    Set<String> functions) {
  private static final String AWS_PROVIDER = "pulumi:providers:aws";

  /** Runs the program in every form that the stack can have. */
  static StackGraph of(String stack) {
    var resources = new LinkedHashMap<String, Registered>();
    var functions = new TreeSet<String>();
    for (var program : Program.everyFormOf(stack)) {
      program.registered().forEach(resource -> resources.put(resource.urn(), resource));
      program.invoked().forEach(call -> functions.add(call.token()));
    }
    var provider =
        resources.values().stream()
            .filter(resource -> resource.type().equals(AWS_PROVIDER))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the program has no provider of AWS"));
    return new StackGraph(
        stack,
        (String) provider.input("region"),
        new JsonMapper()
            .convertValue(
                provider.json("defaultTags").get("tags"),
                new TypeReference<Map<String, String>>() {}),
        resources.values().stream().filter(StackGraph::isInACloud).toList(),
        functions);
  }

  private static boolean isInACloud(Registered resource) {
    return !resource.type().startsWith("pulumi:") && !resource.type().startsWith("twinlens:");
  }

  List<Registered> resourcesOf(String cloud) {
    return resources.stream().filter(resource -> resource.type().startsWith(cloud + ":")).toList();
  }

  List<String> functionsOf(String cloud) {
    return functions.stream().filter(function -> function.startsWith(cloud + ":")).toList();
  }

  Names names(Registered resource) {
    return new Names(region, tags, resource);
  }
}
