package dev.twinlens.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file in the repository, by the rules of Azure's custom roles. */
class AzureRoleTest {
  private static JsonNode role() throws IOException {
    return new JsonMapper().readTree(PolicyFiles.written().get("azure-role.json"));
  }

  private static List<String> actions() throws IOException {
    return role().path("Actions").valueStream().map(JsonNode::asText).toList();
  }

  @Test
  void hasOnlyExactActions() throws IOException {
    assertThat(actions()).isNotEmpty().noneMatch(action -> action.contains("*"));
  }

  @Test
  void letsAzureSignAndNeverShowsTheAccountsKey() throws IOException {
    assertThat(actions())
        .contains("Microsoft.Storage/storageAccounts/listServiceSas/action")
        .noneMatch(action -> action.toLowerCase(Locale.ROOT).contains("key"));
  }

  @Test
  void reachesNoCopies() throws IOException {
    assertThat(role().path("DataActions")).isEmpty();
    assertThat(actions()).noneMatch(action -> action.contains("/blobs/"));
  }

  @Test
  void grantsNoRoles() throws IOException {
    assertThat(actions()).noneMatch(action -> action.startsWith("Microsoft.Authorization/"));
  }

  @Test
  void isForOneSubscription() throws IOException {
    assertThat(role().path("AssignableScopes").toString())
        .isEqualTo("[\"/subscriptions/SUBSCRIPTION_ID\"]");
  }

  @Test
  void cannotBeMadeForATypeThatTheTableLacks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AzureRole.of(Stacks.all(), Map.of()))
        .withMessageContaining("azure.yaml does not say what deploying azure-native:");
  }

  @Test
  void refusesAnActionThatIsNotExact() {
    var table = new HashMap<>(AzureRole.table());
    table.put(
        "azure-native:storage:BlobContainer",
        Map.of(ResourceOperation.CREATE, List.of("Microsoft.Storage/storageAccounts/*")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AzureRole.of(Stacks.all(), table))
        .withMessageContaining("has an action that is not exact");
  }
}
