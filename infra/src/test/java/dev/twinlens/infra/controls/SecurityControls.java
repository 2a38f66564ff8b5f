package dev.twinlens.infra.controls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.support.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the program's resources have to be like for each control that docs/security.md calls met, or
 * met in part.
 */
final class SecurityControls {
  static final String BUCKET = "aws:s3/bucketV2:BucketV2";
  static final String BUCKET_ACL = "aws:s3/bucketAclV2:BucketAclV2";
  static final String BUCKET_CORS = "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2";
  static final String BUCKET_ENCRYPTION =
      "aws:s3/bucketServerSideEncryptionConfigurationV2:"
          + "BucketServerSideEncryptionConfigurationV2";
  static final String BUCKET_LIFECYCLE =
      "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2";
  static final String BUCKET_NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
  static final String BUCKET_OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
  static final String BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
  static final String BUCKET_PUBLIC_ACCESS =
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
  static final String BUCKET_VERSIONING = "aws:s3/bucketVersioningV2:BucketVersioningV2";
  static final String FUNCTION = "aws:lambda/function:Function";
  static final String FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl";
  static final String PERMISSION = "aws:lambda/permission:Permission";
  static final String API = "aws:apigatewayv2/api:Api";
  static final String STAGE = "aws:apigatewayv2/stage:Stage";
  static final String TABLE = "aws:dynamodb/table:Table";
  static final String QUEUE = "aws:sqs/queue:Queue";
  static final String QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
  static final String TOPIC = "aws:sns/topic:Topic";
  static final String TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
  static final String ROLE = "aws:iam/role:Role";
  static final String ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
  static final String ROLE_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
  static final String KEY = "aws:kms/key:Key";
  static final String LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
  static final String STORAGE_ACCOUNT = "azure-native:storage:StorageAccount";
  static final String BLOB_SERVICE = "azure-native:storage:BlobServiceProperties";
  static final String CONTAINER = "azure-native:storage:BlobContainer";

  /** Those of Lambda's Java runtimes that AWS has not set a day for the end of. */
  private static final Set<String> RUNTIMES = Set.of("java17", "java21", "java25");

  /** The actions that no policy can restrict to a resource. */
  private static final Set<String> WITHOUT_RESOURCE = Set.of("rekognition:DetectLabels");

  /** The services in which nobody gains rights or gets at credentials. */
  private static final Set<String> HARMLESS_SERVICES =
      Set.of("dynamodb", "logs", "rekognition", "s3", "sns", "sqs");

  private static final Pattern MANAGES_PERMISSIONS =
      Pattern.compile(".*:.*(Acl|Permission|Policy|PublicAccessBlock|OwnershipControls).*");

  /** All objects of a bucket, those with a prefix, and all streams of a log group. */
  private static final Pattern ENDS_IN_WILDCARD =
      Pattern.compile("arn:aws:(s3:::[^*?]+/[^*?]*|logs:[^*?]+:)\\*");

  private static final Pattern ACCESS_KEY = Pattern.compile("(AKIA|ASIA)[A-Z0-9]{16}");
  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(SAS|SECRET|TOKEN|PASSWORD|CREDENTIAL).*");

  private static final Map<String, Check> CHECKS = new TreeMap<>();

  /** Looks at a stack's resources. */
  @FunctionalInterface
  interface Check {
    /** A sentence for each resource that is not as the control wants it. */
    Stream<String> violations(RecordedStack recorded);

    default Check and(Check other) {
      return recorded -> Stream.concat(violations(recorded), other.violations(recorded));
    }
  }

  static {
    storage();
    functions();
    api();
    table();
    queues();
    topics();
    rights();
    logs();
    azure();
  }

  private SecurityControls() {}

  /** The checks by the controls' ids. */
  static Map<String, Check> checks() {
    return Map.copyOf(CHECKS);
  }

  private static void storage() {
    met(flag("blockPublicAcls"), "CKV_AWS_53");
    met(flag("blockPublicPolicy"), "CKV_AWS_54");
    met(flag("ignorePublicAcls"), "CKV_AWS_55");
    met(flag("restrictPublicBuckets"), "CKV_AWS_56");
    var blocked =
        flag("blockPublicAcls")
            .and(flag("blockPublicPolicy"))
            .and(flag("ignorePublicAcls"))
            .and(flag("restrictPublicBuckets"));
    met(blocked, "S3.8", "AwsSolutions-S2", "CKV2_AWS_6");
    met(blocked.and(admitsOnlyServices(BUCKET_POLICY)), "S3.2", "S3.3");
    met(
        eachBucket(
                BUCKET_OWNERSHIP, is("rule.objectOwnership", "BucketOwnerEnforced"), "has no ACLs")
            .and(none(BUCKET_ACL)),
        "S3.12",
        "CKV_AWS_20",
        "CKV_AWS_57");
    met(
        tlsOnly(BUCKET, BUCKET_POLICY, "bucket", "s3:*"),
        "S3.5",
        "AwsSolutions-S10",
        "CKV_AWS_379");
    met(admitsOnlyServices(BUCKET_POLICY), "S3.6");
    met(
        eachBucket(
            BUCKET_ENCRYPTION,
            present("rules.0.applyServerSideEncryptionByDefault.sseAlgorithm"),
            "is encrypted"),
        "CKV_AWS_19");
    met(
        eachBucket(BUCKET_LIFECYCLE, is("rules.0.status", "Enabled"), "has a lifecycle"),
        "S3.13",
        "CKV2_AWS_61");
    met(
        eachBucket(
            BUCKET_LIFECYCLE,
            anyRule("abortIncompleteMultipartUpload"),
            "forgets uploads that were given up"),
        "CKV_AWS_300");
    met(
        each(
            BUCKET_VERSIONING,
            (recorded, versioning) ->
                recorded.resources(BUCKET_LIFECYCLE).stream()
                    .filter(
                        lifecycle ->
                            lifecycle.inputs().get("bucket").equals(versioning.input("bucket")))
                    .anyMatch(anyRule("noncurrentVersionExpiration")),
            "belongs to a bucket whose old versions end"),
        "S3.10");
    // In part: where originals live.
    met(
        each(
            BUCKET_NOTIFICATION,
            (recorded, notification) ->
                recorded.resources(BUCKET_VERSIONING).stream()
                    .filter(
                        versioning ->
                            versioning.inputs().get("bucket").equals(notification.input("bucket")))
                    .anyMatch(is("versioningConfiguration.status", "Enabled")),
            "belongs to a bucket with versions"),
        "S3.14",
        "CKV_AWS_21");
    met(
        each(BUCKET_CORS, hasNotification(), "takes no uploads, or its bucket tells of them"),
        "CKV2_AWS_62");
  }

  private static void functions() {
    var forOneSource =
        each(PERMISSION, matches("principal", "[a-z0-9]+\\.amazonaws\\.com"), "is for a service")
            .and(each(PERMISSION, matches("sourceArn", "arn:aws:[^*]+:.+"), "is for one source"));
    met(forOneSource.and(none(FUNCTION_URL)), "Lambda.1");
    met(forOneSource, "CKV_AWS_364");
    met(each(FUNCTION, in("runtime", RUNTIMES), "has a supported runtime"), "Lambda.2");
    met(each(FUNCTION, in("runtime", RUNTIMES), "has a supported runtime"), "CKV_AWS_363");
    met(each(FUNCTION, SecurityControls::hidesSecrets, "has no secret in the plain"), "CKV_AWS_45");
    // In part: where there is a secret.
    met(
        each(
            FUNCTION,
            function -> !hasSecrets(function) || present("kmsKeyArn").test(function),
            "has its secrets under a key"),
        "CKV_AWS_173");
  }

  private static void api() {
    var logged = each(STAGE, present("accessLogSettings.destinationArn"), "has an access log");
    met(
        logged,
        "APIGateway.9",
        "AwsSolutions-APIG1",
        "APIGWAccessLogging",
        "CKV_AWS_76",
        "CKV_AWS_95");
    met(
        each(STAGE, stage -> isJson(stage.input("accessLogSettings.format")), "logs JSON"),
        "APIGWStructuredLogging");
    met(
        each(
            STAGE,
            present("defaultRouteSettings.throttlingRateLimit")
                .and(present("defaultRouteSettings.throttlingBurstLimit")),
            "has limits of its own"),
        "APIGWDefaultThrottling");
    met(
        each(API, api -> !contains(api, "corsConfiguration.allowOrigins", "*"), "names origins")
            .and(
                each(
                    BUCKET_CORS,
                    cors -> !contains(cors, "corsRules.0.allowedOrigins", "*"),
                    "names origins"))
            .and(none(FUNCTION_URL)),
        "CKV2_AWS_75");
  }

  private static void table() {
    met(each(TABLE, is("billingMode", "PAY_PER_REQUEST"), "scales with demand"), "DynamoDB.1");
    met(
        each(TABLE, is("pointInTimeRecovery.enabled", true), "can be restored to any time"),
        "DynamoDB.2",
        "AwsSolutions-DDB3",
        "CKV_AWS_28");
    // In part: with protectData.
    met(
        each(
            TABLE,
            table -> !table.isProtected() || is("deletionProtectionEnabled", true).test(table),
            "is protected at AWS where Pulumi protects it"),
        "DynamoDB.6");
  }

  private static void queues() {
    met(
        each(QUEUE, is("sqsManagedSseEnabled", true), "is encrypted"),
        "SQS.1",
        "AwsSolutions-SQS2",
        "CKV_AWS_27");
    met(
        each(QUEUE, SecurityControls::hasOrIsDeadLetters, "has a dead-letter queue"),
        "AwsSolutions-SQS3");
    met(tlsOnly(QUEUE, QUEUE_POLICY, "queueUrl", "sqs:*"), "AwsSolutions-SQS4");
    met(
        allows(QUEUE_POLICY, SecurityControls::namesActions, "allows single actions"),
        "CKV_AWS_72");
    met(admitsOnlyServices(QUEUE_POLICY), "CKV_AWS_168", "CKV_AWS_387");
  }

  private static void topics() {
    met(admitsOnlyServices(TOPIC_POLICY), "SNS.4", "CKV_AWS_169", "CKV_AWS_385");
    met(tlsOnly(TOPIC, TOPIC_POLICY, "arn", "sns:Publish"), "AwsSolutions-SNS3");
    // In part: S3 and CloudWatch cannot use AWS's own key.
    met(
        each(
            TOPIC,
            (recorded, topic) ->
                belongingTo(recorded, topic, TOPIC_POLICY, "arn").stream()
                        .flatMap(policy -> policy.policy("policy").stream())
                        .anyMatch(statement -> statement.effect().equals("Allow"))
                    || present("kmsMasterKeyId").test(topic),
            "is encrypted unless a service publishes to it"),
        "SNS.1",
        "CKV_AWS_26");
  }

  private static void rights() {
    met(
        allows(ROLE_POLICY, SecurityControls::namesActions, "allows single actions"),
        "IAM.1",
        "IAM.21",
        "CKV_AWS_62",
        "CKV_AWS_63");
    met(
        each(
                ROLE,
                role -> !role.inputs().containsKey("managedPolicyArns"),
                "has no policies of AWS's")
            .and(none(ROLE_ATTACHMENT)),
        "AwsSolutions-IAM4");
    var exact =
        allows(
            ROLE_POLICY,
            statement ->
                statement.resources().stream()
                    .allMatch(
                        resource ->
                            !resource.matches(".*[*?].*")
                                || ENDS_IN_WILDCARD.matcher(resource).matches()
                                || isForced(statement, resource)),
            "names its resources");
    // In part: the objects of a bucket, the streams of a log group, and what has no resource.
    met(exact, "AwsSolutions-IAM5", "StarPermissions");
    met(
        allows(
            ROLE_POLICY,
            statement ->
                statement.resources().stream()
                    .allMatch(resource -> !resource.equals("*") || isForced(statement, resource)),
            "is on * only where there is no resource"),
        "CKV_AWS_288",
        "CKV_AWS_290",
        "CKV_AWS_355");
    met(
        allows(
            ROLE_POLICY,
            statement ->
                statement.actions().stream()
                    .allMatch(action -> HARMLESS_SERVICES.contains(action.split(":", 2)[0])),
            "gives no way to other rights or to credentials"),
        "CKV_AWS_286",
        "CKV_AWS_287");
    met(
        allows(
            ROLE_POLICY,
            statement ->
                statement.actions().stream()
                    .noneMatch(action -> MANAGES_PERMISSIONS.matcher(action).matches()),
            "does not manage permissions"),
        "CKV_AWS_289");
    met(
        allows(
            ROLE_POLICY,
            statement ->
                statement.actions().stream().noneMatch(action -> action.startsWith("kms:"))
                    || statement.resources().stream().noneMatch(on -> on.contains("*")),
            "decrypts with no key in general"),
        "KMS.1",
        "KMS.2");
    // In part: whoever may delete a key has a week to change their mind, a month with protectData.
    met(
        each(
            KEY,
            key ->
                key.find("deletionWindowInDays").orElse(null) instanceof Double days && days >= 7,
            "can be had back for a week"),
        "KMS.3");
    met(each(KEY, is("enableKeyRotation", true), "rotates"), "KMS.4");
  }

  private static void logs() {
    met(
        each(LOG_GROUP, keptFor(1), "ends its logs"),
        "CloudWatchLogGroupRetentionPeriod",
        "CKV_AWS_66");
    // In part: in prod.
    met(
        each(
            LOG_GROUP,
            (recorded, group) -> !recorded.name().equals("prod") || keptFor(365).test(group),
            "keeps prod's logs for a year"),
        "CKV_AWS_338");
  }

  private static void azure() {
    met(each(STORAGE_ACCOUNT, is("enableHttpsTrafficOnly", true), "wants HTTPS"), "CKV_AZURE_3");
    met(
        each(STORAGE_ACCOUNT, in("minimumTlsVersion", Set.of("TLS1_2", "TLS1_3")), "wants TLS 1.2"),
        "CKV_AZURE_44");
    met(
        each(STORAGE_ACCOUNT, is("allowBlobPublicAccess", false), "has nothing public"),
        "CKV_AZURE_190",
        "CKV2_AZURE_47");
    met(each(CONTAINER, is("publicAccess", "None"), "is private"), "CKV_AZURE_34");
    met(
        each(
            BLOB_SERVICE,
            is("deleteRetentionPolicy.enabled", true)
                .and(is("containerDeleteRetentionPolicy.enabled", true)),
            "keeps what is deleted"),
        "CKV2_AZURE_38");
    met(
        each(STORAGE_ACCOUNT, present("sasPolicy.sasExpirationPeriod"), "limits signatures"),
        "CKV2_AZURE_41");
  }

  // What checks are made of.

  private static void met(Check check, String... ids) {
    for (var id : ids) {
      if (CHECKS.put(id, check) != null) {
        throw new IllegalStateException(id + " has two checks");
      }
    }
  }

  /** Looks at a resource, and at the others where it depends on them. */
  private interface Condition {
    boolean holds(RecordedStack recorded, RecordedResource resource);
  }

  private static Check each(String type, Predicate<RecordedResource> condition, String wanted) {
    return each(type, (recorded, resource) -> condition.test(resource), wanted);
  }

  /** There are some, and the condition holds for each. */
  private static Check each(String type, Condition condition, String wanted) {
    return recorded -> {
      var resources = recorded.resources(type);
      return resources.isEmpty()
          ? Stream.of("there is no " + type)
          : resources.stream()
              .filter(resource -> !condition.holds(recorded, resource))
              .map(resource -> "%s: each %s".formatted(resource, wanted));
    };
  }

  private static Check none(String type) {
    return recorded ->
        recorded.resources(type).stream().map(resource -> resource + " is not allowed");
  }

  /** Each bucket has one resource of the type, for which the condition holds. */
  private static Check eachBucket(
      String type, Predicate<RecordedResource> condition, String wanted) {
    return each(
        BUCKET,
        (recorded, bucket) -> {
          var found = belongingTo(recorded, bucket, type, "bucket");
          return found.size() == 1 && condition.test(found.get(0));
        },
        wanted);
  }

  /** Those of a type that belong to another resource, which they name by an input. */
  private static List<RecordedResource> belongingTo(
      RecordedStack recorded, RecordedResource owner, String type, String input) {
    return recorded.resources(type).stream()
        .filter(
            resource ->
                lastPart(String.valueOf(resource.inputs().get(input)))
                    .equals(FakeClouds.physicalName(owner.name())))
        .toList();
  }

  private static String lastPart(String nameOrArnOrUrl) {
    return nameOrArnOrUrl.substring(
        Math.max(nameOrArnOrUrl.lastIndexOf(':'), nameOrArnOrUrl.lastIndexOf('/')) + 1);
  }

  private static Check flag(String name) {
    return eachBucket(BUCKET_PUBLIC_ACCESS, is(name, true), "has " + name);
  }

  /** Each has one policy, which refuses the action without TLS, to everybody. */
  private static Check tlsOnly(String type, String policyType, String ownerInput, String action) {
    return each(
        type,
        (recorded, owner) -> {
          var policies = belongingTo(recorded, owner, policyType, ownerInput);
          return policies.size() == 1
              && policies.get(0).policy("policy").stream()
                  .anyMatch(
                      statement ->
                          statement.equals(
                                  PolicyStatement.tlsOnly(
                                      action, statement.resources().toArray(String[]::new)))
                              && covers(statement, type, owner));
        },
        "refuses what does not come over TLS");
  }

  private static boolean covers(PolicyStatement statement, String type, RecordedResource owner) {
    var name = FakeClouds.physicalName(owner.name());
    var endings = type.equals(BUCKET) ? List.of(name, name + "/*") : List.of(name);
    return endings.stream()
        .allMatch(
            ending -> statement.resources().stream().anyMatch(arn -> arn.endsWith(":" + ending)));
  }

  /** What a resource's policy allows, it allows to a service on behalf of this account alone. */
  private static Check admitsOnlyServices(String policyType) {
    return allows(
        policyType,
        statement ->
            statement.principal().matches("\\{Service=[a-z0-9]+\\.amazonaws\\.com}")
                && Stream.of("StringEquals", "ArnEquals")
                    .map(operator -> statement.conditions().getOrDefault(operator, Map.of()))
                    .anyMatch(
                        keys ->
                            keys.containsKey("aws:SourceAccount")
                                || keys.getOrDefault("aws:SourceArn", "")
                                    .contains(FakeClouds.ACCOUNT)),
        "admits services of this account only");
  }

  private static Check allows(
      String policyType, Predicate<PolicyStatement> condition, String wanted) {
    return each(
        policyType,
        policy ->
            policy.policy("policy").stream()
                .filter(statement -> !statement.effect().equals("Deny"))
                .allMatch(condition),
        wanted);
  }

  private static boolean namesActions(PolicyStatement statement) {
    return !statement.actions().isEmpty()
        && statement.actions().stream().noneMatch(action -> action.contains("*"));
  }

  private static boolean isForced(PolicyStatement statement, String resource) {
    return resource.equals("*") && WITHOUT_RESOURCE.containsAll(statement.actions());
  }

  private static boolean hasSecrets(RecordedResource function) {
    return function.secrets().stream().anyMatch(path -> path.startsWith("environment"));
  }

  private static boolean hidesSecrets(RecordedResource function) {
    var variables = (Map<?, ?>) function.input("environment.variables");
    return variables.values().stream().noneMatch(text -> ACCESS_KEY.matcher((String) text).find())
        && (hasSecrets(function)
            || variables.keySet().stream()
                .noneMatch(name -> SECRET_NAME.matcher((String) name).matches()));
  }

  private static boolean hasOrIsDeadLetters(RecordedStack recorded, RecordedResource queue) {
    return present("redrivePolicy").test(queue)
        || recorded.resources(QUEUE).stream()
            .anyMatch(
                other ->
                    String.valueOf(other.find("redrivePolicy"))
                        .contains(":" + FakeClouds.physicalName(queue.name()) + "\""));
  }

  private static Condition hasNotification() {
    return (recorded, cors) ->
        !contains(cors, "corsRules.0.allowedMethods", "PUT")
            || recorded.resources(BUCKET_NOTIFICATION).stream()
                .anyMatch(
                    notification ->
                        notification.inputs().get("bucket").equals(cors.input("bucket")));
  }

  private static Predicate<RecordedResource> anyRule(String property) {
    return lifecycle ->
        lifecycle.find("rules").orElse(null) instanceof List<?> rules
            && rules.stream()
                .anyMatch(rule -> rule instanceof Map<?, ?> map && map.containsKey(property));
  }

  private static Predicate<RecordedResource> keptFor(int days) {
    return group ->
        group.find("retentionInDays").orElse(null) instanceof Double kept && kept >= days;
  }

  private static Predicate<RecordedResource> is(String path, Object expected) {
    return resource -> resource.find(path).filter(expected::equals).isPresent();
  }

  private static Predicate<RecordedResource> in(String path, Set<String> expected) {
    return resource ->
        resource.find(path).orElse(null) instanceof String text && expected.contains(text);
  }

  private static Predicate<RecordedResource> matches(String path, String pattern) {
    return resource ->
        resource.find(path).orElse(null) instanceof String text && text.matches(pattern);
  }

  private static Predicate<RecordedResource> present(String path) {
    return resource -> resource.find(path).isPresent();
  }

  private static boolean contains(RecordedResource resource, String path, Object element) {
    return resource.find(path).orElse(null) instanceof List<?> list && list.contains(element);
  }

  private static boolean isJson(Object text) {
    try {
      Json.parse((String) text, new TypeReference<Map<String, Object>>() {});
      return true;
    } catch (JsonProcessingException notJson) {
      return false;
    }
  }

  /** What is wrong with a stack, by the controls' ids. */
  static List<String> violations(String id, RecordedStack recorded) {
    return new ArrayList<>(CHECKS.get(id).violations(recorded).toList());
  }
}
