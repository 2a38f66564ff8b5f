package dev.twinlens.infra.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.WholeStack;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the functions' roles can and cannot do. {@code docs/security.md} lists each permission, and
 * LeastPrivilegeTest shows that each is needed.
 */
class PermissionsTest {
  private static final String ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
  private static final String IMAGES = "arn:aws:s3:::store-images-1a2b3c4";
  private static final String RESULTS = "arn:aws:s3:::store-results-1a2b3c4/";
  private static final String TABLE = FakeClouds.arn("dynamodb", "table/store-table-1a2b3c4");

  /** The variables that name AWS's resources, with how their ARNs begin. */
  private static final Map<String, String> ARNS =
      Map.of(
          "AMPLIFY_BRANCH_ARN", FakeClouds.arn("amplify", "apps/d1a2b3c4/branches/site-branch"),
          "IMAGES_BUCKET", IMAGES,
          "RESULTS_BUCKET", RESULTS,
          "IMAGES_TABLE", TABLE,
          "NOTIFICATIONS_TOPIC_ARN", FakeClouds.arn("sns", "notifications-1a2b3c4"));

  static List<RecordedResource> functions() {
    return FunctionsTest.functions();
  }

  private static List<PolicyStatement> statements(String function) {
    return WholeStack.AMPLIFY
        .recorded()
        .resource(ROLE_POLICY, function + "-policy")
        .policy("policy");
  }

  private static Stream<String> actions(String function, Predicate<String> resource) {
    return statements(function).stream()
        .filter(statement -> statement.resources().stream().anyMatch(resource))
        .flatMap(statement -> statement.actions().stream());
  }

  /** The functions with a permission for one of the actions on such a resource. */
  private static Set<String> whoMay(Set<String> actions, Predicate<String> resource) {
    return functions().stream()
        .map(RecordedResource::name)
        .filter(function -> actions(function, resource).anyMatch(actions::contains))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void areForTheResourcesThatTheEnvironmentNames(RecordedResource function) {
    var variables = (Map<?, ?>) function.input("environment.variables");
    var named =
        ARNS.entrySet().stream()
            .filter(resource -> variables.containsKey(resource.getKey()))
            .map(Map.Entry::getValue)
            .collect(Collectors.toSet());
    named.addAll(queues(function));
    var used =
        statements(function.name()).stream()
            .flatMap(statement -> statement.resources().stream())
            .flatMap(
                arn ->
                    Stream.concat(ARNS.values().stream(), queues(function).stream())
                        .filter(arn::startsWith))
            .collect(Collectors.toSet());
    assertThat(used).isNotEmpty().isEqualTo(named);
  }

  /** The queues whose addresses are in the environment. */
  private static Set<String> queues(RecordedResource function) {
    return ((Map<?, ?>) function.input("environment.variables"))
        .values().stream()
            .map(String::valueOf)
            .filter(value -> value.startsWith("https://sqs."))
            .map(url -> FakeClouds.arn("sqs", url.substring(url.lastIndexOf('/') + 1)))
            .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void areForNothingElse(RecordedResource function) {
    var name = function.name();
    var own =
        new HashSet<>(
            Set.of(
                "*",
                FakeClouds.arn("logs", "log-group:%s-logs-1a2b3c4:log-stream:*".formatted(name))));
    own.addAll(queues(function));
    assertThat(statements(name).stream().flatMap(statement -> statement.resources().stream()))
        .isNotEmpty()
        .allMatch(arn -> own.contains(arn) || ARNS.values().stream().anyMatch(arn::startsWith));
  }

  @Test
  void allowOnlyUploadsToStoreOriginals() {
    assertThat(whoMay(Set.of("s3:PutObject"), arn -> arn.startsWith(IMAGES)))
        .containsExactly("request-upload", "upload-image");
  }

  @Test
  void allowOnlyDeleteImageToHideOriginalsAndNoneToDestroyThem() {
    assertThat(whoMay(Set.of("s3:DeleteObject"), arn -> arn.startsWith(IMAGES)))
        .containsExactly("delete-image");
    assertThat(whoMay(Set.of("s3:DeleteObjectVersion"), arn -> true)).isEmpty();
  }

  @Test
  void allowOnlyTheAuditToSendToTheQueuesOfOthers() {
    for (var consumer : Set.of("classify", "backup", "thumbnail")) {
      var queue = FakeClouds.arn("sqs", consumer + "-queue-1a2b3c4");
      assertThat(whoMay(Set.of("sqs:SendMessage"), queue::equals)).containsExactly("audit");
    }
    assertThat(actions("audit", arn -> arn.contains(":sqs:"))).containsOnly("sqs:SendMessage");
  }

  @Test
  void keepResultsAndThumbnailsApart() {
    var write = Set.of("s3:PutObject", "s3:DeleteObject");
    assertThat(whoMay(write, arn -> arn.equals(RESULTS + "results/*")))
        .containsExactly("classify", "delete-image", "upload-image");
    assertThat(whoMay(write, arn -> arn.equals(RESULTS + "thumbnails/*")))
        .containsExactly("classify", "delete-image", "thumbnail");
    assertThat(whoMay(write, arn -> arn.equals(RESULTS + "audit/*"))).containsExactly("audit");
    assertThat(whoMay(write, arn -> arn.equals(RESULTS + "*"))).isEmpty();
  }

  @Test
  void allowQueryImagesOnlyToRead() {
    assertThat(actions("query-images", arn -> !arn.contains(":logs:")))
        .isNotEmpty()
        .allMatch(action -> action.matches("[a-z0-9]+:(Get|Query|BatchGet).*"));
  }

  @Test
  void allowOnlyStartBuildToStartAJobOfItsBranch() {
    assertThat(whoMay(Set.of("amplify:StartJob"), arn -> true)).containsExactly("start-build");
    assertThat(statements("start-build"))
        .filteredOn(statement -> !statement.sid().equals("WriteLogs"))
        .containsExactly(
            PolicyStatement.allow(
                "StartBuild",
                Set.of("amplify:StartJob"),
                Set.of(FakeClouds.arn("amplify", "apps/d1a2b3c4/branches/site-branch/jobs/*"))));
  }

  @Test
  void allowRequestUploadOnlyToSign() {
    assertThat(actions("request-upload", arn -> !arn.contains(":logs:")))
        .containsExactly("s3:PutObject");
  }

  @ParameterizedTest
  @EnumSource
  void haveNoWildcardThatAwsDoesNotRequire(WholeStack stack) {
    assertThat(stack.recorded().resources(ROLE_POLICY))
        .hasSize(stack == WholeStack.AMPLIFY ? 9 : 8)
        .flatExtracting(policy -> policy.policy("policy"))
        .allSatisfy(
            statement -> {
              assertThat(statement.actions()).noneMatch(action -> action.contains("*"));
              if (statement.resources().contains("*")) {
                assertThat(statement.actions()).containsExactly("rekognition:DetectLabels");
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void belongToARoleOfTheFunctionsOwn(WholeStack stack) {
    assertThat(stack.recorded().resources("aws:lambda/function:Function"))
        .isNotEmpty()
        .allSatisfy(
            function ->
                assertThat(function.input("role"))
                    .isEqualTo(
                        "arn:aws:iam::%s:role/%s-role-1a2b3c4"
                            .formatted(FakeClouds.ACCOUNT, function.name())));
  }
}
