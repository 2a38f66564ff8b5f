package dev.twinlens.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the bootstrap's roles may do at most, against what the providers call. */
class BootstrapTest {
  private static final Path FOLDER = Path.of("bootstrap");
  private static final Pattern READING = Pattern.compile("\\w+:(Get|List|Describe|View|GET).*");

  /** Lambda makes these on behalf of the caller that configures a function. */
  private static final Set<String> THROUGH_LAMBDA =
      Set.of("kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey");

  /** The actions of a boundary, each with {@code *} for any characters, by statement. */
  private static Map<String, List<String>> boundary(String resource) throws IOException {
    var template = new YAMLMapper().readTree(FOLDER.resolve("aws-stack.yaml").toFile());
    return template
        .path("Resources")
        .path(resource)
        .path("Properties")
        .path("PolicyDocument")
        .path("Statement")
        .valueStream()
        .collect(
            Collectors.toMap(
                statement -> statement.path("Sid").asText(),
                statement -> actions(statement.path("Action"))));
  }

  private static List<String> actions(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(JsonNode::asText).toList()
        : List.of(value.asText());
  }

  private static Predicate<String> allowedBy(Stream<String> patterns) {
    var anyOf =
        patterns
            .map(pattern -> Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
            .collect(Collectors.joining("|"));
    return Pattern.compile(anyOf).asMatchPredicate();
  }

  private static Predicate<String> allowedBy(Map<String, List<String>> boundary) {
    return allowedBy(boundary.values().stream().flatMap(List::stream));
  }

  private static Set<String> called(Predicate<ResourceOperation> steps) {
    return AwsTable.read()
        .permissions()
        .flatMap(permission -> permission.actions().entrySet().stream())
        .filter(entry -> steps.test(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> changes() {
    return called(step -> true).stream()
        .filter(READING.asMatchPredicate().negate())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void previewMayReadAllThatTheProviderReads() throws IOException {
    assertThat(called(step -> step == ResourceOperation.READ))
        .hasSizeGreaterThan(50)
        .allMatch(allowedBy(boundary("PreviewBoundary")));
  }

  @Test
  void previewMayChangeNothing() throws IOException {
    var boundary = boundary("PreviewBoundary");
    assertThat(boundary).containsOnlyKeys("Read", "Decrypt");
    assertThat(changes()).hasSizeGreaterThan(50).contains("kms:Decrypt");
    assertThat(changes().stream().filter(allowedBy(boundary))).containsExactly("kms:Decrypt");
  }

  @Test
  void renewalMayConfigureFunctionsAndChangeNothingElse() throws IOException {
    var boundary = boundary("RenewalBoundary");
    assertThat(boundary.get("WriteState")).allMatch(action -> action.startsWith("s3:"));
    var patterns =
        Stream.of("Read", "RenewCredentials")
            .flatMap(statement -> boundary.get(statement).stream());
    assertThat(boundary).containsOnlyKeys("Read", "RenewCredentials", "WriteState");
    assertThat(changes().stream().filter(allowedBy(patterns)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("lambda:UpdateFunctionConfiguration"), THROUGH_LAMBDA.stream())
                .toList());
  }

  @Test
  void renewalMayReadTheFunctionsThatItConfigures() throws IOException {
    var reads =
        AwsTable.read().of("aws:lambda/function:Function").stream()
            .map(AwsTable.Entry::permission)
            .flatMap(
                permission ->
                    permission.actions().getOrDefault(ResourceOperation.READ, List.of()).stream())
            .toList();
    assertThat(reads).isNotEmpty().allMatch(allowedBy(boundary("RenewalBoundary")));
  }

  @Test
  void previewReadsAndSignsInAzureAndNothingElse() throws IOException {
    var role = new JsonMapper().readTree(FOLDER.resolve("azure-preview-role.json").toFile());
    var reads =
        AzureRole.table().values().stream()
            .flatMap(steps -> steps.getOrDefault(ResourceOperation.READ, List.of()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(actions(role.path("Actions"))).isEqualTo(List.copyOf(reads));
    assertThat(role.path("DataActions")).isEmpty();
    assertThat(role.path("AssignableScopes").toString())
        .isEqualTo("[\"/subscriptions/SUBSCRIPTION_ID\"]");
  }
}
