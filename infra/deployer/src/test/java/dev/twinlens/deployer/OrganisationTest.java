package dev.twinlens.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.graph.PulumiProject;
import dev.twinlens.infra.graph.StackForm;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What follows for the deployer from the settings that an organisation demands. */
class OrganisationTest {
  private static final String BOUNDARY = "arn:aws:iam::123456789012:policy/bound";

  private static DeployableStack stack(Map<String, String> settings) {
    var form = PulumiProject.in(Path.of("")).form("prod");
    var all = new HashMap<>(form.settings());
    all.putAll(settings);
    return DeployableStack.of(
        List.of(new StackForm(form.project(), form.stack(), all, form.secretKeys())));
  }

  /** The statements of all policies of a stack. */
  private static List<Map<?, ?>> statements(DeployableStack stack) {
    return AwsPolicies.of(stack, AwsTable.read()).values().stream()
        .flatMap(policy -> ((Collection<?>) policy.get("Statement")).stream())
        .<Map<?, ?>>map(statement -> (Map<?, ?>) statement)
        .toList();
  }

  private static List<Map<?, ?>> allowing(DeployableStack stack, String action) {
    return statements(stack).stream()
        .filter(statement -> ((Set<?>) statement.get("Action")).contains(action))
        .toList();
  }

  @Test
  void demandsTheBoundaryOfEveryRole() {
    var bound = stack(Map.of("twinlens:permissionsBoundary", BOUNDARY));
    assertThat(bound.resources())
        .filteredOn(resource -> resource.type().equals("aws:iam/role:Role"))
        .hasSizeGreaterThan(5)
        .allSatisfy(role -> assertThat(role.input("permissionsBoundary")).isEqualTo(BOUNDARY));
    for (var action :
        List.of("iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary")) {
      assertThat(allowing(bound, action))
          .as(action)
          .singleElement()
          .satisfies(
              statement ->
                  assertThat(statement.get("Condition"))
                      .isEqualTo(
                          Map.of(
                              "StringEquals",
                              Map.of("iam:PermissionsBoundary", new TreeSet<>(Set.of(BOUNDARY))))));
    }
    assertThat(allowing(bound, "iam:DeleteRolePermissionsBoundary")).isEmpty();
  }

  /** Also on the way from a boundary to none. */
  @Test
  void makesRolesWithoutABoundaryWhereNoneIsDemanded() {
    var unbound = stack(Map.of());
    for (var action :
        List.of("iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePermissionsBoundary")) {
      assertThat(allowing(unbound, action))
          .as(action)
          .singleElement()
          .satisfies(statement -> assertThat(statement.containsKey("Condition")).isFalse());
    }
    assertThat(allowing(unbound, "iam:PutRolePermissionsBoundary")).isEmpty();
  }

  @Test
  void staysInThePartitionOfTheRegion() {
    assertThat(statements(stack(Map.of("aws:region", "us-gov-west-1"))).toString())
        .contains("arn:aws-us-gov:s3:::", "lambda.us-gov-west-1.amazonaws.com")
        .doesNotContain("arn:aws:");
  }

  @Test
  void assignsTheRoleToTheResourceGroupThatIsThere() {
    var existing = stack(Map.of("twinlens:resourceGroup", "backups"));
    var role = AzureRole.of(List.of(existing), AzureRole.table());
    assertThat(role.get("AssignableScopes"))
        .isEqualTo(List.of("/subscriptions/SUBSCRIPTION_ID/resourceGroups/backups"));
    assertThat(role.get("Actions").toString())
        .doesNotContain("resourceGroups/write", "resourceGroups/delete");
  }
}
