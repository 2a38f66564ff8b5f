package dev.twinlens.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.iam.PolicyDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each action of the policies in the repository, against what the providers call: without it, a
 * deployment would fail.
 */
class EachActionTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static final Map<String, ProviderCalls> PROVIDERS = ProviderCalls.listed();

  /** One statement of a stack's policies, as a policy of its own. */
  private record Statement(JsonNode json) {
    PolicyDocument policy() {
      var policy = JSON.createObjectNode().put("Version", "2012-10-17");
      policy.putArray("Statement").add(json);
      return PolicyDocument.identityPolicy(policy.toString());
    }

    List<String> actions() {
      return json.path("Action").valueStream().map(JsonNode::asText).toList();
    }

    Statement without(String action) {
      ObjectNode fewer = json.deepCopy();
      ArrayNode others = fewer.putArray("Action");
      actions().stream().filter(other -> !other.equals(action)).forEach(others::add);
      return new Statement(fewer);
    }

    boolean allowsAny(List<DeployerRequest> requests) {
      var policy = List.of(policy());
      return requests.stream().anyMatch(request -> request.isAllowedBy(policy));
    }

    @Override
    public String toString() {
      return json.path("Sid").asText();
    }
  }

  static List<DeployableStack> stacks() {
    return Stacks.all();
  }

  private static List<Statement> statements(DeployableStack stack) throws IOException {
    var statements = new ArrayList<Statement>();
    for (var file : PolicyFiles.written().entrySet()) {
      if (file.getKey().startsWith("aws-" + stack.name() + "-")) {
        JSON.readTree(file.getValue())
            .path("Statement")
            .forEach(json -> statements.add(new Statement(json)));
      }
    }
    return statements;
  }

  /** All requests of the provider for a stack, by action. */
  private static Map<String, List<DeployerRequest>> requests(DeployableStack stack) {
    return stack.resourcesOf(AwsPolicies.CLOUD).stream()
        .flatMap(resource -> PROVIDERS.get(resource.type()).requests(resource, stack))
        .distinct()
        .collect(Collectors.groupingBy(DeployerRequest::action));
  }

  /** The requests that the statements deny. */
  private static List<DeployerRequest> denied(
      List<Statement> statements, List<DeployerRequest> requests) {
    var policies =
        statements.stream()
            .filter(statement -> !statement.actions().isEmpty())
            .map(Statement::policy)
            .toList();
    return requests.stream().filter(request -> !request.isAllowedBy(policies)).toList();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void allTogetherAllowWhatTheProviderCalls(DeployableStack stack) throws IOException {
    var all = requests(stack).values().stream().flatMap(List::stream).toList();
    assertThat(all).hasSizeGreaterThan(1000);
    assertThat(denied(statements(stack), all)).isEmpty();
  }

  /** Removed together with the same action of statements that allow the same requests. */
  @ParameterizedTest
  @MethodSource("stacks")
  void isMissedWhereItIsRemoved(DeployableStack stack) throws IOException {
    var statements = statements(stack);
    var requests = requests(stack);
    var removed = 0;
    for (var statement : statements) {
      for (var action : statement.actions()) {
        var allowed =
            requests.getOrDefault(action, List.of()).stream()
                .filter(request -> statement.allowsAny(List.of(request)))
                .toList();
        var without =
            statements.stream()
                .map(other -> other.allowsAny(allowed) ? other.without(action) : other)
                .toList();
        assertThat(denied(without, allowed))
            .as("requests that fail without %s of %s", action, statement)
            .isNotEmpty();
        removed++;
      }
    }
    assertThat(removed).isGreaterThan(150);
  }

  /** The providers' requests to Azure, whose role names actions and no resources. */
  private static Set<String> azureActions() {
    return Stacks.all().stream()
        .flatMap(
            stack ->
                Stream.concat(
                    stack.resourcesOf(AzureRole.CLOUD).stream()
                        .flatMap(
                            resource ->
                                PROVIDERS
                                    .get(resource.type())
                                    .actions(resource.inputs().keySet())
                                    .stream()),
                    stack.functionsOf(AzureRole.CLOUD).stream()
                        .flatMap(function -> PROVIDERS.get(function).actions(Set.of()).stream())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void ofAzuresRoleIsMissedWhereItIsRemoved() throws IOException {
    var role = JSON.readTree(PolicyFiles.written().get("azure-role.json"));
    assertThat(role.path("Actions").valueStream().map(JsonNode::asText))
        .containsExactlyElementsOf(azureActions());
  }
}
