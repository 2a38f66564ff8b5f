package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/** Buckets and their configuration. */
final class S3Resources {
  private final S3Client s3;
  private final URI endpoint;
  private final DeploymentContext context;
  private final Set<String> forceDestroyed = ConcurrentHashMap.newKeySet();

  /**
   * @param endpoint where S3 is served, with the bucket as the first part of the path
   */
  S3Resources(S3Client s3, URI endpoint, DeploymentContext context) {
    this.s3 = s3;
    this.endpoint = endpoint;
    this.context = context;
  }

  /** A bucket that is no longer declared stays: it may hold photos. */
  void register(ProvisionerRegistry registry) {
    registry
        .dataType("aws:s3/bucketV2:BucketV2", this::bucket, this::deleteBucket)
        .type("aws:s3/bucketVersioningV2:BucketVersioningV2", this::versioning)
        .type(
            "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
            this::encryption)
        .type(
            "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
            this::lifecycle,
            bucket -> s3.deleteBucketLifecycle(request -> request.bucket(bucket)))
        .type(
            "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
            this::cors,
            bucket -> s3.deleteBucketCors(request -> request.bucket(bucket)))
        .type(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            this::publicAccessBlock,
            bucket -> s3.deletePublicAccessBlock(request -> request.bucket(bucket)))
        .type(
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
            this::ownershipControls,
            bucket -> s3.deleteBucketOwnershipControls(request -> request.bucket(bucket)))
        .type(
            "aws:s3/bucketPolicy:BucketPolicy",
            this::policy,
            bucket -> s3.deleteBucketPolicy(request -> request.bucket(bucket)))
        .type(
            "aws:s3/bucketNotification:BucketNotification",
            this::notification,
            bucket -> putNotification(bucket, List.of()));
  }

  private Provisioned bucket(ResourceRequest request) {
    boolean forceDestroy = request.inputs().bool("forceDestroy", false);
    request
        .inputs()
        .noteWithoutEffect(
            "forceDestroy", "the engine of this machine deletes no bucket; only Pulumi's own does");
    String name = context.state().physicalName(request, "bucket");
    if (forceDestroy) {
      forceDestroyed.add(name);
    } else {
      forceDestroyed.remove(name);
    }
    try {
      s3.headBucket(head -> head.bucket(name));
    } catch (NoSuchBucketException e) {
      s3.createBucket(create -> create.bucket(name));
    }
    String domain = name + ".s3.amazonaws.com";
    String region = context.arns().region();
    String regionalDomain = name + ".s3." + region + ".amazonaws.com";
    context.domainNames().add(domain, endpoint);
    context.domainNames().add(regionalDomain, endpoint);
    return new Provisioned(
        name,
        Map.of(
            "bucket",
            name,
            "arn",
            Arns.bucket(name),
            "region",
            region,
            "bucketDomainName",
            domain,
            "bucketRegionalDomainName",
            regionalDomain));
  }

  /** As in AWS, one that is not empty is deleted only with {@code forceDestroy}. */
  private void deleteBucket(String name) {
    if (forceDestroyed.contains(name)) {
      s3.listObjectVersionsPaginator(list -> list.bucket(name))
          .forEach(
              page -> {
                page.versions()
                    .forEach(version -> deleteVersion(name, version.key(), version.versionId()));
                page.deleteMarkers()
                    .forEach(marker -> deleteVersion(name, marker.key(), marker.versionId()));
              });
    }
    s3.deleteBucket(delete -> delete.bucket(name));
  }

  private void deleteVersion(String bucket, String key, String version) {
    s3.deleteObject(delete -> delete.bucket(bucket).key(key).versionId(version));
  }

  private Provisioned versioning(ResourceRequest request) {
    String status = request.inputs().object("versioningConfiguration").string("status");
    return configured(
        request,
        bucket ->
            s3.putBucketVersioning(
                put ->
                    put.bucket(bucket)
                        .versioningConfiguration(configuration -> configuration.status(status))));
  }

  private Provisioned encryption(ResourceRequest request) {
    List<ServerSideEncryptionRule> rules =
        request.inputs().objects("rules").stream().map(S3Resources::encryptionRule).toList();
    request.inputs().noteWithoutEffect("rules", Reasons.AT_REST);
    return configured(
        request,
        bucket ->
            s3.putBucketEncryption(
                put ->
                    put.bucket(bucket)
                        .serverSideEncryptionConfiguration(
                            configuration -> configuration.rules(rules))));
  }

  /** No other: with a key of KMS, each role that uses the bucket would need a permission for it. */
  private static ServerSideEncryptionRule encryptionRule(Inputs rule) {
    rule.object("applyServerSideEncryptionByDefault").requireValue("sseAlgorithm", "AES256");
    return ServerSideEncryptionRule.builder()
        .applyServerSideEncryptionByDefault(
            byDefault -> byDefault.sseAlgorithm(ServerSideEncryption.AES256))
        .build();
  }

  private Provisioned lifecycle(ResourceRequest request) {
    List<LifecycleRule> rules =
        request.inputs().objects("rules").stream().map(BucketRules::lifecycle).toList();
    request.inputs().noteWithoutEffect("rules", "S3 here keeps the rules and expires nothing");
    return configured(
        request,
        bucket ->
            s3.putBucketLifecycleConfiguration(
                put ->
                    put.bucket(bucket)
                        .lifecycleConfiguration(configuration -> configuration.rules(rules))));
  }

  private Provisioned cors(ResourceRequest request) {
    List<CORSRule> rules =
        request.inputs().objects("corsRules").stream().map(BucketRules::cors).toList();
    return configured(
        request,
        bucket ->
            s3.putBucketCors(
                put ->
                    put.bucket(bucket)
                        .corsConfiguration(configuration -> configuration.corsRules(rules))));
  }

  private Provisioned publicAccessBlock(ResourceRequest request) {
    Inputs inputs = request.inputs();
    PublicAccessBlockConfiguration block =
        PublicAccessBlockConfiguration.builder()
            .blockPublicAcls(inputs.bool("blockPublicAcls", false))
            .blockPublicPolicy(inputs.bool("blockPublicPolicy", false))
            .ignorePublicAcls(inputs.bool("ignorePublicAcls", false))
            .restrictPublicBuckets(inputs.bool("restrictPublicBuckets", false))
            .build();
    return configured(
        request,
        bucket ->
            s3.putPublicAccessBlock(
                put -> put.bucket(bucket).publicAccessBlockConfiguration(block)));
  }

  /** There are no access control lists here, as in a bucket whose owner is enforced. */
  private Provisioned ownershipControls(ResourceRequest request) {
    request.inputs().object("rule").requireValue("objectOwnership", "BucketOwnerEnforced");
    OwnershipControlsRule rule =
        OwnershipControlsRule.builder()
            .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
            .build();
    return configured(
        request,
        bucket ->
            s3.putBucketOwnershipControls(
                put -> put.bucket(bucket).ownershipControls(controls -> controls.rules(rule))));
  }

  private Provisioned policy(ResourceRequest request) {
    String policy = request.inputs().string("policy");
    return configured(
        request, bucket -> s3.putBucketPolicy(put -> put.bucket(bucket).policy(policy)));
  }

  private Provisioned notification(ResourceRequest request) {
    List<TopicConfiguration> topics =
        request.inputs().objects("topics").stream().map(BucketRules::notification).toList();
    return configured(request, bucket -> putNotification(bucket, topics));
  }

  private void putNotification(String bucket, List<TopicConfiguration> topics) {
    s3.putBucketNotificationConfiguration(
        put ->
            put.bucket(bucket)
                .notificationConfiguration(
                    NotificationConfiguration.builder().topicConfigurations(topics).build()));
  }

  private static Provisioned configured(ResourceRequest request, Consumer<String> configure) {
    String bucket = request.inputs().string("bucket");
    configure.accept(bucket);
    return new Provisioned(bucket, Map.of());
  }
}
