package dev.twinlens.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in the repository, against the program and the limits of IAM. */
class PolicyFilesTest {
  private static final String COMMAND =
      "mvn -q -P deployer -pl infra/deployer -am -DskipTests package";

  /** Of a managed policy, white space aside; and of policies attached to a role. */
  private static final int LONGEST_POLICY = 6144;

  private static final int MOST_POLICIES = 10;

  private static Map<String, JsonNode> awsPolicies() throws IOException {
    var policies = new TreeMap<String, JsonNode>();
    for (var file : PolicyFiles.written().entrySet()) {
      if (file.getKey().startsWith("aws-")) {
        policies.put(file.getKey(), new JsonMapper().readTree(file.getValue()));
      }
    }
    return policies;
  }

  @Test
  void areWhatFollowsFromTheProgram() throws IOException {
    var expected = PolicyFiles.of(Stacks.all());
    assertThat(PolicyFiles.written().keySet())
        .as("files in %s: run %s", PolicyFiles.FOLDER, COMMAND)
        .isEqualTo(expected.keySet());
    PolicyFiles.written()
        .forEach(
            (name, content) ->
                assertThat(content)
                    .as("%s is not current: run %s", name, COMMAND)
                    .isEqualTo(expected.get(name)));
  }

  @Test
  void fitIntoManagedPolicies() throws IOException {
    assertThat(awsPolicies()).isNotEmpty();
    for (var name : awsPolicies().keySet()) {
      assertThat(PolicyFiles.written().get(name).replaceAll("\\s", "").length())
          .as("characters of " + name)
          .isLessThanOrEqualTo(LONGEST_POLICY);
    }
  }

  @Test
  void fitOneRole() throws IOException {
    for (var stack : Stacks.all()) {
      assertThat(awsPolicies().keySet())
          .filteredOn(name -> name.startsWith("aws-" + stack.name() + "-"))
          .hasSizeBetween(1, MOST_POLICIES);
    }
  }

  @Test
  void allowNothingInGeneral() throws IOException {
    for (var policy : awsPolicies().values()) {
      for (var statement : policy.path("Statement")) {
        assertThat(statement.has("NotAction") || statement.has("NotResource")).isFalse();
        assertThat(statement.path("Action"))
            .isNotEmpty()
            .allSatisfy(action -> assertThat(action.asText()).matches("[a-z0-9]+:[A-Za-z]+"));
      }
    }
  }

  /** The page says of each statement without a resource why it has none, in the table's words. */
  @Test
  void areExplainedWhereTheyNameNoResource() throws IOException {
    var page = Files.readString(Path.of("docs/security.md"));
    var explained = new TreeMap<String, String>();
    Pattern.compile("(?m)^\\| `(\\w+)` \\| (.+) \\|$")
        .matcher(page.substring(page.indexOf("## The deployer") + 1))
        .results()
        .forEach(row -> explained.put(row.group(1), row.group(2)));

    var unscoped = new TreeMap<String, String>();
    AwsTable.read()
        .permissions()
        .forEach(
            permission ->
                permission.because().ifPresent(reason -> unscoped.put(permission.sid(), reason)));
    assertThat(explained).isEqualTo(unscoped);

    var onEverything = new TreeSet<String>();
    for (var policy : awsPolicies().values()) {
      for (var statement : policy.path("Statement")) {
        if (statement.path("Resource").toString().equals("[\"*\"]")) {
          onEverything.add(statement.path("Sid").asText());
        }
      }
    }
    assertThat(onEverything).isEqualTo(unscoped.keySet());
  }

  @Test
  void comeFromTablesWithoutLeftovers() {
    var used = new HashSet<String>();
    for (var stack : Stacks.all()) {
      stack.resources().forEach(resource -> used.add(resource.type()));
      used.addAll(stack.functions());
    }
    assertThat(AwsTable.read().types())
        .as("types in " + AwsTable.FILE + " that no stack has any more")
        .isSubsetOf(used);
    assertThat(AzureRole.table().keySet())
        .as("types in " + AzureRole.FILE + " that no stack has any more")
        .isSubsetOf(used);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/security.md"})
  void tellHowTheyAreMade(String page) throws IOException {
    assertThat(Files.readString(Path.of(page)).contains(COMMAND))
        .as("%s has the command %s", page, COMMAND)
        .isTrue();
  }
}
