package dev.twinlens.deployer;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.deployer.AwsPermission.Boundary;
import dev.twinlens.infra.Main;
import dev.twinlens.infra.graph.PulumiProject;
import dev.twinlens.infra.graph.RecordedCall;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.graph.StackForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that a stack's deployments can consist of, whatever its switches are set to.
 *
 * @param name the stack
 * @param region where it is deployed
 * @param tags the tags of its resources at AWS
 * @param resources its resources, without components and providers
 * @param functions the provider functions that it calls
 */
record DeployableStack(
    String name,
    String region,
    Map<String, String> tags,
    List<RecordedResource> resources,
    Set<String> functions) {
  private static final String AWS_PROVIDER = "pulumi:providers:aws";
  private static final String ROLE = "aws:iam/role:Role";

  /** Runs the program in every form of every stack. */
  static List<DeployableStack> all() {
    var project = PulumiProject.in(Path.of(""));
    return project.stacks().keySet().stream().map(stack -> of(project.forms(stack))).toList();
  }

  /** Runs the program in these forms of one stack. */
  static DeployableStack of(List<StackForm> forms) {
    return of(
        RecordedStack.union(
            forms.stream().map(form -> RecordedStack.of(form, Main::stack)).toList()));
  }

  private static DeployableStack of(RecordedStack stack) {
    var provider = stack.resource(AWS_PROVIDER, "aws");
    return new DeployableStack(
        stack.name(),
        (String) provider.input("region"),
        new JsonMapper()
            .convertValue(
                provider.json("defaultTags").get("tags"),
                new TypeReference<Map<String, String>>() {}),
        stack.resources().stream().filter(DeployableStack::isInACloud).toList(),
        stack.calls().stream().map(RecordedCall::token).collect(Collectors.toUnmodifiableSet()));
  }

  private static boolean isInACloud(RecordedResource resource) {
    return !resource.type().startsWith("pulumi:") && !resource.type().startsWith("twinlens:");
  }

  List<RecordedResource> resourcesOf(String cloud) {
    return resources.stream().filter(resource -> resource.type().startsWith(cloud + ":")).toList();
  }

  List<String> functionsOf(String cloud) {
    return functions.stream().filter(function -> function.startsWith(cloud + ":")).toList();
  }

  /** What a resource of the stack needs. */
  List<AwsTable.Entry> needs(AwsTable table, RecordedResource resource) {
    var boundary = permissionsBoundary().isPresent() ? Boundary.SET : Boundary.UNSET;
    return table.of(resource.type()).stream()
        .filter(entry -> entry.permission().isNeededWith(boundary))
        .toList();
  }

  /** The policy that bounds the stack's roles. */
  private Optional<String> permissionsBoundary() {
    return resources.stream()
        .filter(resource -> resource.type().equals(ROLE))
        .flatMap(role -> role.find("permissionsBoundary").stream())
        .map(String.class::cast)
        .findFirst();
  }

  Placeholders placeholders(RecordedResource resource) {
    return new Placeholders(region, tags, permissionsBoundary(), resource);
  }
}
