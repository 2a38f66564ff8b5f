package dev.twinlens.infra.controls;

import static dev.twinlens.infra.controls.Mutation.add;
import static dev.twinlens.infra.controls.Mutation.drop;
import static dev.twinlens.infra.controls.Mutation.remove;
import static dev.twinlens.infra.controls.Mutation.replace;
import static dev.twinlens.infra.controls.Mutation.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.RecordedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The controls as docs/security.md answers them, against what the program registers. */
class SecurityControlsTest {
  /** Controls, their answer, and where or why. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([^|]+) \\| (met|partly|waived) \\| ([^|]+) \\|$");

  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  private static final List<RecordedStack> STACKS =
      Recordings.PROJECT.stacks().keySet().stream()
          .flatMap(stack -> Recordings.everyFormOf(stack).stream())
          .toList();

  /** Where most is switched on; as its file has it. */
  private static final RecordedStack PROD =
      STACKS.stream().filter(recorded -> recorded.name().equals("prod")).findFirst().orElseThrow();

  /** The page's answers, each id with every answer that it has. */
  private static Map<String, List<String>> answers() {
    var answers = new TreeMap<String, List<String>>();
    try {
      ROW.matcher(Files.readString(Path.of("docs/security.md")))
          .results()
          .forEach(
              row -> {
                for (var id : row.group(1).split(", ", -1)) {
                  answers.computeIfAbsent(id, first -> new ArrayList<>()).add(row.group(2));
                }
              });
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return answers;
  }

  private static List<String> usualControls() throws IOException {
    try (var file = SecurityControlsTest.class.getResourceAsStream("controls.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Stream.of(line.split(" ", -1)))
          .filter(id -> !id.isEmpty())
          .toList();
    }
  }

  @Test
  void areAllAnsweredOnce() throws IOException {
    assertThat(answers().keySet()).containsExactlyInAnyOrderElementsOf(usualControls());
    assertThat(answers()).allSatisfy((id, given) -> assertThat(given).as(id).hasSize(1));
  }

  @Test
  void haveACheckIfTheyAreCalledMetAndNoneIfTheyAreWaived() {
    assertThat(SecurityControls.checks().keySet())
        .isEqualTo(
            answers().entrySet().stream()
                .filter(answer -> !answer.getValue().contains("waived"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
  }

  /** A row's last cell may name classes of the program, settings and stacks. */
  @Test
  void nameOnlyWhatExists() throws IOException {
    var known = new HashSet<String>(Recordings.PROJECT.settings().keySet());
    known.addAll(Recordings.PROJECT.stacks().keySet());
    try (var sources = Files.walk(Path.of("infra/src/main/java"))) {
      sources.forEach(source -> known.add(source.getFileName().toString().replace(".java", "")));
    }
    var named =
        ROW.matcher(Files.readString(Path.of("docs/security.md")))
            .results()
            .flatMap(row -> NAME.matcher(row.group(3)).results().map(name -> name.group(1)))
            .collect(Collectors.toSet());
    assertThat(named).contains("PrivateBucket", "protectData").isSubsetOf(known);
  }

  static Stream<String> checkedControls() {
    return SecurityControls.checks().keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("checkedControls")
  void areMetByEveryFormOfEveryStack(String control) {
    assertThat(STACKS).hasSizeGreaterThan(Recordings.PROJECT.stacks().keySet().size());
    for (var recorded : STACKS) {
      assertThat(SecurityControls.violations(control, recorded)).as(recorded.name()).isEmpty();
    }
  }

  static Stream<Arguments> breaches() {
    var breaches = new ArrayList<Arguments>();
    breaks(
        breaches,
        set(Types.BUCKET_PUBLIC_ACCESS, "blockPublicAcls", false),
        "CKV_AWS_53 S3.2 S3.3 S3.8 AwsSolutions-S2 CKV2_AWS_6");
    breaks(
        breaches,
        drop(Types.BUCKET_PUBLIC_ACCESS, "blockPublicPolicy"),
        "CKV_AWS_54 S3.2 S3.3 S3.8 AwsSolutions-S2 CKV2_AWS_6");
    breaks(
        breaches,
        set(Types.BUCKET_PUBLIC_ACCESS, "ignorePublicAcls", false),
        "CKV_AWS_55 S3.2 S3.3 S3.8 AwsSolutions-S2 CKV2_AWS_6");
    breaks(
        breaches,
        drop(Types.BUCKET_PUBLIC_ACCESS, "restrictPublicBuckets"),
        "CKV_AWS_56 S3.2 S3.3 S3.8 AwsSolutions-S2 CKV2_AWS_6");
    breaks(
        breaches,
        remove(Types.BUCKET_PUBLIC_ACCESS),
        "CKV_AWS_53 CKV_AWS_54 CKV_AWS_55 CKV_AWS_56 S3.2 S3.3 S3.8 AwsSolutions-S2 CKV2_AWS_6");
    breaks(
        breaches,
        replace(Types.BUCKET_POLICY, "policy", "\"Deny\"", "\"Allow\""),
        "S3.2 S3.3 S3.6");
    breaks(
        breaches,
        set(Types.BUCKET_OWNERSHIP, "rule.objectOwnership", "ObjectWriter"),
        "S3.12 CKV_AWS_20 CKV_AWS_57");
    breaks(breaches, add(Types.BUCKET_ACL), "S3.12 CKV_AWS_20 CKV_AWS_57");
    breaks(
        breaches,
        replace(Types.BUCKET_POLICY, "policy", "aws:SecureTransport", "aws:ViaAWSService"),
        "S3.5 AwsSolutions-S10 CKV_AWS_379");
    breaks(
        breaches,
        replace(Types.BUCKET_POLICY, "policy", "\"s3:*\"", "\"s3:GetObject\""),
        "S3.5 AwsSolutions-S10 CKV_AWS_379");
    breaks(breaches, remove(Types.BUCKET_POLICY), "S3.5 AwsSolutions-S10 CKV_AWS_379");
    breaks(breaches, remove(Types.BUCKET_ENCRYPTION), "CKV_AWS_19");
    breaks(
        breaches, set(Types.BUCKET_LIFECYCLE, "rules.0.status", "Disabled"), "S3.13 CKV2_AWS_61");
    breaks(
        breaches,
        drop(Types.BUCKET_LIFECYCLE, "rules.0.abortIncompleteMultipartUpload"),
        "CKV_AWS_300");
    breaks(
        breaches,
        drop(
            Types.BUCKET_LIFECYCLE + " store-images-lifecycle",
            "rules.1.noncurrentVersionExpiration"),
        "S3.10");
    breaks(
        breaches,
        set(Types.BUCKET_VERSIONING, "versioningConfiguration.status", "Suspended"),
        "S3.14 CKV_AWS_21");
    breaks(breaches, remove(Types.BUCKET_VERSIONING), "S3.14 CKV_AWS_21");
    breaks(breaches, remove(Types.BUCKET_NOTIFICATION), "CKV2_AWS_62");

    breaks(breaches, set(Types.PERMISSION, "principal", "*"), "Lambda.1 CKV_AWS_364");
    breaks(breaches, drop(Types.PERMISSION, "sourceArn"), "Lambda.1 CKV_AWS_364");
    breaks(breaches, set(Types.PERMISSION, "sourceArn", "*"), "Lambda.1 CKV_AWS_364");
    breaks(breaches, add(Types.FUNCTION_URL), "Lambda.1 CKV2_AWS_75");
    breaks(breaches, set(Types.FUNCTION, "runtime", "java8"), "Lambda.2 CKV_AWS_363");
    breaks(
        breaches,
        set(Types.FUNCTION + " classify", "environment.variables.API_TOKEN", "in the plain"),
        "CKV_AWS_45");
    breaks(
        breaches,
        set(Types.FUNCTION + " backup", "environment.variables.KEY", "AKIAIOSFODNN7EXAMPLE"),
        "CKV_AWS_45");
    breaks(breaches, drop(Types.FUNCTION, "kmsKeyArn"), "CKV_AWS_173");

    breaks(
        breaches,
        drop(Types.STAGE, "accessLogSettings.destinationArn"),
        "APIGateway.9 AwsSolutions-APIG1 APIGWAccessLogging CKV_AWS_76 CKV_AWS_95");
    breaks(
        breaches,
        set(Types.STAGE, "accessLogSettings.format", "$context.requestId"),
        "APIGWStructuredLogging");
    breaks(
        breaches,
        drop(Types.STAGE, "defaultRouteSettings.throttlingRateLimit"),
        "APIGWDefaultThrottling");
    breaks(
        breaches,
        drop(Types.STAGE, "defaultRouteSettings.throttlingBurstLimit"),
        "APIGWDefaultThrottling");
    breaks(
        breaches,
        set(Types.API, "corsConfiguration", Map.of("allowOrigins", List.of("*"))),
        "CKV2_AWS_75");
    breaks(
        breaches,
        set(Types.BUCKET_CORS, "corsRules.0.allowedOrigins", List.of("*")),
        "CKV2_AWS_75");

    breaks(breaches, set(Types.TABLE, "billingMode", "PROVISIONED"), "DynamoDB.1");
    breaks(
        breaches,
        set(Types.TABLE, "pointInTimeRecovery.enabled", false),
        "DynamoDB.2 AwsSolutions-DDB3 CKV_AWS_28");
    breaks(breaches, set(Types.TABLE, "deletionProtectionEnabled", false), "DynamoDB.6");

    breaks(
        breaches, drop(Types.QUEUE, "sqsManagedSseEnabled"), "SQS.1 AwsSolutions-SQS2 CKV_AWS_27");
    breaks(breaches, drop(Types.QUEUE, "redrivePolicy"), "AwsSolutions-SQS3");
    breaks(
        breaches,
        replace(Types.QUEUE_POLICY, "policy", "aws:SecureTransport", "aws:ViaAWSService"),
        "AwsSolutions-SQS4");
    breaks(
        breaches,
        replace(Types.QUEUE_POLICY, "policy", "\"sqs:SendMessage\"", "\"sqs:*\""),
        "CKV_AWS_72");
    breaks(
        breaches,
        replace(Types.QUEUE_POLICY, "policy", "{\"Service\":\"sns.amazonaws.com\"}", "\"*\""),
        "CKV_AWS_168 CKV_AWS_387");
    breaks(
        breaches,
        replace(Types.QUEUE_POLICY, "policy", "aws:SourceArn", "aws:SourceVpc"),
        "CKV_AWS_168 CKV_AWS_387");

    breaks(
        breaches,
        replace(Types.TOPIC_POLICY, "policy", "aws:SourceAccount", "aws:SourceVpc"),
        "SNS.4 CKV_AWS_169 CKV_AWS_385");
    breaks(
        breaches,
        replace(Types.TOPIC_POLICY, "policy", "aws:SecureTransport", "aws:ViaAWSService"),
        "AwsSolutions-SNS3");
    breaks(breaches, drop(Types.TOPIC, "kmsMasterKeyId"), "SNS.1 CKV_AWS_26");

    breaks(
        breaches,
        replace(Types.ROLE_POLICY, "policy", "\"s3:PutObject\"", "\"s3:*\""),
        "IAM.1 IAM.21 CKV_AWS_62 CKV_AWS_63");
    breaks(
        breaches,
        replace(Types.ROLE_POLICY, "policy", "\"s3:PutObject\"", "\"*\""),
        "IAM.1 IAM.21 CKV_AWS_62 CKV_AWS_63");
    breaks(
        breaches,
        set(
            Types.ROLE,
            "managedPolicyArns",
            List.of("arn:aws:iam::aws:policy/AdministratorAccess")),
        "AwsSolutions-IAM4");
    breaks(breaches, add(Types.ROLE_ATTACHMENT), "AwsSolutions-IAM4");
    breaks(
        breaches,
        replace(
            Types.ROLE_POLICY,
            "policy",
            "\"arn:aws:s3:::store-images-1a2b3c4/*\"",
            "\"arn:aws:s3:::store-*\""),
        "AwsSolutions-IAM5 StarPermissions");
    breaks(
        breaches,
        replace(Types.ROLE_POLICY, "policy", "\"arn:aws:s3:::store-images-1a2b3c4/*\"", "\"*\""),
        "AwsSolutions-IAM5 StarPermissions CKV_AWS_288 CKV_AWS_290 CKV_AWS_355");
    breaks(
        breaches,
        replace(Types.ROLE_POLICY, "policy", "logs:PutLogEvents", "iam:PassRole"),
        "CKV_AWS_286 CKV_AWS_287");
    breaks(
        breaches,
        replace(Types.ROLE_POLICY, "policy", "logs:PutLogEvents", "s3:PutBucketPolicy"),
        "CKV_AWS_289");
    breaks(
        breaches,
        replace(Types.ROLE_POLICY, "policy", "logs:PutLogEvents", "kms:Decrypt"),
        "KMS.1 KMS.2");
    breaks(breaches, set(Types.KEY, "deletionWindowInDays", 1.0), "KMS.3");
    breaks(breaches, drop(Types.KEY, "enableKeyRotation"), "KMS.4");

    breaks(
        breaches,
        drop(Types.LOG_GROUP, "retentionInDays"),
        "CloudWatchLogGroupRetentionPeriod CKV_AWS_66");
    breaks(breaches, set(Types.LOG_GROUP, "retentionInDays", 30.0), "CKV_AWS_338");

    breaks(breaches, set(Types.STORAGE_ACCOUNT, "enableHttpsTrafficOnly", false), "CKV_AZURE_3");
    breaks(breaches, set(Types.STORAGE_ACCOUNT, "minimumTlsVersion", "TLS1_0"), "CKV_AZURE_44");
    breaks(
        breaches,
        drop(Types.STORAGE_ACCOUNT, "allowBlobPublicAccess"),
        "CKV_AZURE_190 CKV2_AZURE_47");
    breaks(breaches, set(Types.CONTAINER, "publicAccess", "Blob"), "CKV_AZURE_34");
    breaks(
        breaches, set(Types.BLOB_SERVICE, "deleteRetentionPolicy.enabled", false), "CKV2_AZURE_38");
    breaks(
        breaches,
        set(Types.BLOB_SERVICE, "containerDeleteRetentionPolicy.enabled", false),
        "CKV2_AZURE_38");
    breaks(breaches, drop(Types.STORAGE_ACCOUNT, "sasPolicy.sasExpirationPeriod"), "CKV2_AZURE_41");
    breaks(breaches, set(Types.IMMUTABILITY, "allowProtectedAppendWrites", true), "BR-2");
    breaks(breaches, set(Types.BLOB_SERVICE, "deleteRetentionPolicy.days", 1.0), "BR-2");
    return breaches.stream();
  }

  private static void breaks(List<Arguments> breaches, Mutation mutation, String controls) {
    for (var control : controls.split(" ", -1)) {
      breaches.add(Arguments.of(control, mutation));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("breaches")
  void areViolatedByABreach(String control, Mutation mutation) {
    assertThat(SecurityControls.violations(control, mutation.of(PROD))).isNotEmpty();
  }

  @Test
  void areAllViolatedBySomeBreach() {
    var shown = new HashSet<>();
    breaches().forEach(breach -> shown.add(breach.get()[0]));
    assertThat(shown).isEqualTo(SecurityControls.checks().keySet());
  }
}
