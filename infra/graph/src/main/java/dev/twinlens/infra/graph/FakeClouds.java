package dev.twinlens.infra.graph;

import com.pulumi.test.Mocks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Answers registrations with the outputs that the program uses, in the form that AWS and Azure give
 * them. Types and functions that it does not know fail: what a new one returns is to be added here.
 */
public final class FakeClouds implements Mocks {
  public static final String ACCOUNT = "123456789012";
  public static final String REGION = "eu-west-1";

  /** What a physical name has after the program's name, in the form of Pulumi's own suffixes. */
  public static final String SUFFIX = "-1a2b3c4";

  /** The secret part of {@link #SAS}. */
  public static final String SAS_SIGNATURE = "c2VjcmV0";

  /** A shared access signature of Azure Storage that allows to create blobs. */
  public static final String SAS = sas("c");

  private final String componentPrefix;
  private final String region;

  /**
   * Fake clouds for one run of a program.
   *
   * @param project the project, whose types are components
   * @param region AWS's region, of any partition
   */
  FakeClouds(String project, String region) {
    componentPrefix = project + ":";
    this.region = region;
  }

  @Override
  public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
    var id = args.name + "-id";
    var state = new HashMap<String, Object>(args.inputs);
    if (!args.type.startsWith(componentPrefix)) {
      state.putAll(outputs(args.type, args.name, id));
    }
    return CompletableFuture.completedFuture(ResourceResult.of(Optional.of(id), state));
  }

  /** The name that a cloud has for the resource: other than the program's, to tell them apart. */
  public static String physicalName(String name) {
    return name.replace('/', '-') + SUFFIX;
  }

  private Map<String, Object> outputs(String type, String name, String id) {
    var physical = physicalName(name);
    return switch (type) {
      case "pulumi:providers:aws",
          "aws:s3/bucketVersioningV2:BucketVersioningV2",
          "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
          "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
          "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
          "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
          "aws:s3/bucketPolicy:BucketPolicy",
          "aws:s3/bucketNotification:BucketNotification",
          "aws:s3/bucketObjectv2:BucketObjectv2",
          "aws:sns/topicPolicy:TopicPolicy",
          "aws:sns/topicSubscription:TopicSubscription",
          "aws:sqs/queuePolicy:QueuePolicy",
          "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
          "aws:lambda/invocation:Invocation",
          "aws:lambda/permission:Permission",
          "aws:lambda/eventSourceMapping:EventSourceMapping",
          "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
          "aws:cloudwatch/eventTarget:EventTarget",
          "aws:iam/rolePolicy:RolePolicy",
          "aws:budgets/budget:Budget",
          "aws:cloudwatch/metricAlarm:MetricAlarm",
          "aws:cloudwatch/dashboard:Dashboard",
          "aws:cloudwatch/logMetricFilter:LogMetricFilter",
          "aws:apigatewayv2/integration:Integration",
          "aws:apigatewayv2/route:Route",
          "aws:apigatewayv2/stage:Stage",
          "aws:cloudfront/originAccessControl:OriginAccessControl",
          "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
          "azure-native:storage:BlobContainerImmutabilityPolicy",
          "azure-native:storage:BlobServiceProperties",
          "azure-native:storage:ManagementPolicy" ->
          Map.of();
      case "aws:s3/bucketServerSideEncryptionConfigurationV2:"
              + "BucketServerSideEncryptionConfigurationV2" ->
          Map.of();
      case "aws:s3/bucketV2:BucketV2" ->
          Map.of(
              "bucket", physical,
              "arn", arnPrefix() + "s3:::" + physical,
              "region", region,
              "bucketDomainName", physical + ".s3.amazonaws.com",
              "bucketRegionalDomainName", physical + ".s3." + region + ".amazonaws.com");
      case "aws:sns/topic:Topic" -> Map.of("arn", ownArn("sns", physical));
      case "aws:sqs/queue:Queue" ->
          Map.of(
              "name", physical,
              "arn", ownArn("sqs", physical),
              "url", "https://sqs.%s.amazonaws.com/%s/%s".formatted(region, ACCOUNT, physical));
      case "aws:dynamodb/table:Table" ->
          Map.of("name", physical, "arn", ownArn("dynamodb", "table/" + physical));
      case "aws:lambda/function:Function" ->
          Map.of("name", physical, "arn", ownArn("lambda", "function:" + physical));
      case "aws:iam/role:Role" ->
          Map.of("name", physical, "arn", arnPrefix() + "iam::" + ACCOUNT + ":role/" + physical);
      case "aws:kms/key:Key" -> Map.of("arn", ownArn("kms", "key/" + id));
      case "aws:cloudwatch/eventRule:EventRule" ->
          Map.of("name", physical, "arn", ownArn("events", "rule/" + physical));
      case "aws:cloudwatch/logGroup:LogGroup" ->
          Map.of("name", physical, "arn", ownArn("logs", "log-group:" + physical));
      case "aws:apigatewayv2/api:Api" ->
          Map.of(
              "apiEndpoint",
              "https://%s.execute-api.%s.amazonaws.com".formatted(id, region),
              "executionArn",
              ownArn("execute-api", id));
      case "aws:amplify/branch:Branch" ->
          Map.of("arn", ownArn("amplify", "apps/d1a2b3c4/branches/" + name));
      case "aws:amplify/app:App" -> Map.of("defaultDomain", "d1a2b3c4.amplifyapp.com");
      case "aws:cloudfront/distribution:Distribution" ->
          Map.of(
              "domainName",
              "d111111abcdef8.cloudfront.net",
              "arn",
              arnPrefix() + "cloudfront::" + ACCOUNT + ":distribution/" + id);
      case "azure-native:resources:ResourceGroup" -> Map.of("name", physical);
      case "azure-native:storage:StorageAccount" ->
          Map.of(
              "name",
              name + "1a2b3c4d",
              "primaryEndpoints",
              Map.of("blob", "https://%s1a2b3c4d.blob.core.windows.net/".formatted(name)));
      case "azure-native:storage:BlobContainer" -> Map.of("name", "originals");
      default -> throw new IllegalArgumentException("FakeClouds knows no outputs of " + type);
    };
  }

  private String ownArn(String service, String resource) {
    return arnPrefix() + "%s:%s:%s:%s".formatted(service, region, ACCOUNT, resource);
  }

  private String arnPrefix() {
    if (region.startsWith("us-gov-")) {
      return "arn:aws-us-gov:";
    }
    return region.startsWith("cn-") ? "arn:aws-cn:" : "arn:aws:";
  }

  /** An ARN in {@link #ACCOUNT} and {@link #REGION}. */
  public static String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, REGION, ACCOUNT, resource);
  }

  private static String sas(String permissions) {
    return "sv=2015-04-05&sr=c&se=2030-01-01&sp=%s&sig=%s".formatted(permissions, SAS_SIGNATURE);
  }

  @Override
  public CompletableFuture<Map<String, Object>> callAsync(CallArgs args) {
    return CompletableFuture.completedFuture(
        switch (args.token) {
          case "aws:index/getCallerIdentity:getCallerIdentity" ->
              Map.of(
                  "accountId",
                  ACCOUNT,
                  "arn",
                  arnPrefix() + "iam::" + ACCOUNT + ":user/deployer",
                  "id",
                  ACCOUNT,
                  "userId",
                  "AIDA");
          case "aws:index/getRegion:getRegion" ->
              Map.of(
                  "name",
                  region,
                  "id",
                  region,
                  "description",
                  "a region",
                  "endpoint",
                  "ec2." + region + ".amazonaws.com");
          case "azure-native:storage:listStorageAccountServiceSAS" ->
              Map.of("serviceSasToken", sas(String.valueOf(args.args.get("permissions"))));
          default ->
              throw new IllegalArgumentException("FakeClouds knows no function " + args.token);
        });
  }
}
