package dev.twinlens.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.local.iam.PolicyDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in the repository, as IAM would evaluate them. */
class AwsPoliciesTest {
  private static final AwsTable TABLE = AwsTable.read();

  static List<DeployableStack> stacks() {
    return Stacks.all();
  }

  private static List<PolicyDocument> policies(DeployableStack stack) throws IOException {
    return PolicyFiles.written().entrySet().stream()
        .filter(file -> file.getKey().startsWith("aws-" + stack.name() + "-"))
        .map(file -> PolicyDocument.identityPolicy(file.getValue()))
        .toList();
  }

  /** The calls that deploying and removing each of the stack's resources takes. */
  private static List<DeployerRequest> calls(DeployableStack stack) {
    var calls = new ArrayList<DeployerRequest>();
    for (var resource : stack.resourcesOf(AwsPolicies.CLOUD)) {
      var placeholders = stack.placeholders(resource);
      for (var entry : stack.needs(TABLE, resource)) {
        var context = new HashMap<String, String>();
        entry
            .conditions()
            .values()
            .forEach(
                values ->
                    values.forEach(
                        (key, value) ->
                            context.put(
                                key,
                                placeholders
                                    .example(value)
                                    .replace("${aws:PrincipalAccount}", FakeClouds.ACCOUNT))));
        for (var action : entry.permission().allActions()) {
          for (var on : entry.permission().resource()) {
            calls.add(new DeployerRequest(action, placeholders.example(on), context));
          }
        }
      }
    }
    return calls;
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void allowEachCallOnEachResource(DeployableStack stack) throws IOException {
    var policies = policies(stack);
    assertThat(calls(stack))
        .hasSizeGreaterThan(300)
        .allSatisfy(call -> assertThat(call.isAllowedBy(policies)).as(call.toString()).isTrue());
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void denyTheSameCallsOnWhatIsNotTheStacks(DeployableStack stack) throws IOException {
    var policies = policies(stack);
    var foreign =
        calls(stack).stream().flatMap(call -> foreign(call, stack.region()).stream()).toList();
    assertThat(foreign)
        .hasSizeGreaterThan(300)
        .allSatisfy(call -> assertThat(call.isAllowedBy(policies)).as(call.toString()).isFalse());
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void denyTheSameCallsWithoutTheirConditions(DeployableStack stack) throws IOException {
    var policies = policies(stack);
    var unconditional =
        calls(stack).stream()
            .filter(call -> !call.context().isEmpty())
            .map(call -> new DeployerRequest(call.action(), call.resource(), Map.of()))
            .toList();
    assertThat(unconditional)
        .hasSizeGreaterThan(50)
        .allSatisfy(call -> assertThat(call.isAllowedBy(policies)).as(call.toString()).isFalse());
  }

  /**
   * The same call on another name; in another region where AWS generates the name; empty if the
   * resource has neither.
   */
  private static Optional<DeployerRequest> foreign(DeployerRequest call, String region) {
    var resource = call.resource();
    var other = resource.replaceAll("[\\w-]+" + FakeClouds.SUFFIX, "foreign" + FakeClouds.SUFFIX);
    if (other.equals(resource)) {
      other = resource.replace("dashboard/", "dashboard/foreign-");
    }
    if (other.equals(resource)) {
      other = resource.replace(region, "mars-north-1");
    }
    return other.equals(resource)
        ? Optional.empty()
        : Optional.of(new DeployerRequest(call.action(), other, call.context()));
  }

  /** What a leaked deployer's key must not allow. */
  @ParameterizedTest
  @CsvSource({
    "s3:GetObject, arn:aws:s3:::store-images-1a2b3c4/photo.jpg",
    "s3:PutObject, arn:aws:s3:::store-images-1a2b3c4/photo.jpg",
    "s3:PutBucketAcl, arn:aws:s3:::store-images-1a2b3c4",
    "s3:ListAllMyBuckets, *",
    "dynamodb:Scan, arn:aws:dynamodb:eu-west-1:123456789012:table/store-table-1a2b3c4",
    "sqs:ReceiveMessage, arn:aws:sqs:eu-west-1:123456789012:backup-queue-1a2b3c4",
    "sns:Publish, arn:aws:sns:eu-west-1:123456789012:uploads-1a2b3c4",
    "lambda:InvokeFunction, arn:aws:lambda:eu-west-1:123456789012:function:backup-1a2b3c4",
    "kms:Decrypt, arn:aws:kms:eu-west-1:123456789012:key/a1b2",
    "kms:ScheduleKeyDeletion, arn:aws:kms:eu-west-1:123456789012:key/a1b2",
    "cloudfront:DeleteDistribution, arn:aws:cloudfront::123456789012:distribution/a1b2",
    "amplify:DeleteApp, arn:aws:amplify:eu-west-1:123456789012:apps/a1b2",
    "apigateway:DELETE, arn:aws:apigateway:eu-west-1::/restapis/a1b2",
    "iam:AttachRolePolicy, arn:aws:iam::123456789012:role/backup-role-1a2b3c4",
    "iam:PassRole, arn:aws:iam::123456789012:role/backup-role-1a2b3c4",
    "iam:PutRolePolicy, arn:aws:iam::123456789012:role/administrator",
    "iam:CreateUser, arn:aws:iam::123456789012:user/anybody",
    "iam:CreateAccessKey, arn:aws:iam::123456789012:user/anybody",
    "sts:AssumeRole, arn:aws:iam::123456789012:role/backup-role-1a2b3c4",
    "logs:GetLogEvents, arn:aws:logs:eu-west-1:123456789012:log-group:backup-logs-1a2b3c4:*"
  })
  void denyWhatDeployingDoesNotTake(String action, String resource) throws IOException {
    var itsOwnAccount = Map.of("s3:ResourceAccount", FakeClouds.ACCOUNT);
    for (var stack : Stacks.all()) {
      assertThat(new DeployerRequest(action, resource, itsOwnAccount).isAllowedBy(policies(stack)))
          .isFalse();
    }
  }

  /** Bucket names are global: the stack's pattern may match the bucket of another account. */
  @Test
  void denyBucketsOfOtherAccounts() throws IOException {
    for (var stack : Stacks.all()) {
      assertThat(calls(stack))
          .filteredOn(call -> call.action().startsWith("s3:"))
          .isNotEmpty()
          .allSatisfy(
              call ->
                  assertThat(
                          new DeployerRequest(
                                  call.action(),
                                  call.resource(),
                                  Map.of("s3:ResourceAccount", "999999999999"))
                              .isAllowedBy(policies(stack)))
                      .isFalse());
    }
  }

  @Test
  void passTheFunctionsRolesToLambdaAlone() throws IOException {
    var role = "arn:aws:iam::" + FakeClouds.ACCOUNT + ":role/backup-role-1a2b3c4";
    for (var stack : Stacks.all()) {
      assertThat(
              new DeployerRequest(
                      "iam:PassRole", role, Map.of("iam:PassedToService", "lambda.amazonaws.com"))
                  .isAllowedBy(policies(stack)))
          .isTrue();
      assertThat(
              new DeployerRequest(
                      "iam:PassRole", role, Map.of("iam:PassedToService", "ec2.amazonaws.com"))
                  .isAllowedBy(policies(stack)))
          .isFalse();
    }
  }

  @Test
  void cannotBeMadeForATypeThatTheTableLacks() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> AwsPolicies.of(Stacks.all().get(0), new AwsTable(Map.of(), Map.of(), Map.of())))
        .withMessageContaining("aws.yaml does not say what deploying aws:");
  }
}
