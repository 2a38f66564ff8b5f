package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Asset;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/** Buckets, their configuration and the objects that the program puts into them. */
final class S3Resources {
  private final S3Client s3;
  private final Arns arns;
  private final DeploymentState state;
  private final DomainNames domainNames;
  private final URI endpoint;
  private final Path programDirectory;

  /**
   * @param endpoint where S3 is served, with the bucket as the first part of the path
   */
  S3Resources(
      S3Client s3,
      Arns arns,
      DeploymentState state,
      DomainNames domainNames,
      URI endpoint,
      Path programDirectory) {
    this.s3 = s3;
    this.arns = arns;
    this.state = state;
    this.domainNames = domainNames;
    this.endpoint = endpoint;
    this.programDirectory = programDirectory;
  }

  /** A bucket that is no longer declared stays: it may hold photos. */
  void register(ProvisionerRegistry registry) {
    registry
        .dataType("aws:s3/bucketV2:BucketV2", this::bucket)
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
            bucket -> putNotification(bucket, List.of()))
        .type("aws:s3/bucketObjectv2:BucketObjectv2", this::object, this::removeObject);
  }

  private Provisioned bucket(ResourceRequest request) {
    String name = state.physicalName(request, "bucket");
    try {
      s3.headBucket(head -> head.bucket(name));
    } catch (NoSuchBucketException e) {
      s3.createBucket(create -> create.bucket(name));
    }
    String domain = name + ".s3.amazonaws.com";
    String regionalDomain = name + ".s3." + arns.region() + ".amazonaws.com";
    domainNames.add(domain, endpoint);
    domainNames.add(regionalDomain, endpoint);
    return new Provisioned(
        name,
        Map.of(
            "bucket",
            name,
            "arn",
            Arns.bucket(name),
            "region",
            arns.region(),
            "bucketDomainName",
            domain,
            "bucketRegionalDomainName",
            regionalDomain));
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
    return configured(
        request,
        bucket ->
            s3.putBucketEncryption(
                put ->
                    put.bucket(bucket)
                        .serverSideEncryptionConfiguration(
                            configuration -> configuration.rules(rules))));
  }

  private static ServerSideEncryptionRule encryptionRule(Inputs rule) {
    Inputs byDefault = rule.object("applyServerSideEncryptionByDefault");
    return ServerSideEncryptionRule.builder()
        .applyServerSideEncryptionByDefault(
            ServerSideEncryptionByDefault.builder()
                .sseAlgorithm(byDefault.string("sseAlgorithm"))
                .kmsMasterKeyID(byDefault.optionalString("kmsMasterKeyId").orElse(null))
                .build())
        .bucketKeyEnabled(rule.bool("bucketKeyEnabled", false))
        .build();
  }

  private Provisioned lifecycle(ResourceRequest request) {
    BucketLifecycleConfiguration configuration =
        BucketLifecycleConfiguration.builder()
            .rules(request.inputs().objects("rules").stream().map(this::lifecycleRule).toList())
            .build();
    return configured(
        request,
        bucket ->
            s3.putBucketLifecycleConfiguration(
                put -> put.bucket(bucket).lifecycleConfiguration(configuration)));
  }

  private LifecycleRule lifecycleRule(Inputs rule) {
    LifecycleRule.Builder builder =
        LifecycleRule.builder()
            .id(rule.string("id"))
            .status(ExpirationStatus.fromValue(rule.string("status")))
            .filter(
                LifecycleRuleFilter.builder()
                    .prefix(
                        rule.optionalObject("filter")
                            .flatMap(filter -> filter.optionalString("prefix"))
                            .orElse(""))
                    .build());
    rule.optionalObject("expiration")
        .ifPresent(
            expiration ->
                builder.expiration(
                    LifecycleExpiration.builder()
                        .days(expiration.optionalInteger("days").orElse(null))
                        .expiredObjectDeleteMarker(
                            expiration.has("expiredObjectDeleteMarker")
                                ? expiration.bool("expiredObjectDeleteMarker", false)
                                : null)
                        .build()));
    rule.optionalObject("noncurrentVersionExpiration")
        .ifPresent(
            noncurrent ->
                builder.noncurrentVersionExpiration(
                    expiration -> expiration.noncurrentDays(noncurrent.integer("noncurrentDays"))));
    rule.optionalObject("abortIncompleteMultipartUpload")
        .ifPresent(
            abort ->
                builder.abortIncompleteMultipartUpload(
                    upload -> upload.daysAfterInitiation(abort.integer("daysAfterInitiation"))));
    return builder.build();
  }

  private Provisioned cors(ResourceRequest request) {
    List<CORSRule> rules =
        request.inputs().objects("corsRules").stream().map(S3Resources::corsRule).toList();
    return configured(
        request,
        bucket ->
            s3.putBucketCors(
                put ->
                    put.bucket(bucket)
                        .corsConfiguration(configuration -> configuration.corsRules(rules))));
  }

  private static CORSRule corsRule(Inputs rule) {
    return CORSRule.builder()
        .allowedHeaders(rule.strings("allowedHeaders"))
        .allowedMethods(rule.strings("allowedMethods"))
        .allowedOrigins(rule.strings("allowedOrigins"))
        .exposeHeaders(rule.strings("exposeHeaders"))
        .maxAgeSeconds(rule.optionalInteger("maxAgeSeconds").orElse(null))
        .build();
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

  private Provisioned ownershipControls(ResourceRequest request) {
    OwnershipControlsRule rule =
        OwnershipControlsRule.builder()
            .objectOwnership(request.inputs().object("rule").string("objectOwnership"))
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
    for (String unsupported : List.of("queues", "lambdaFunctions", "eventbridge")) {
      if (request.inputs().has(unsupported)) {
        throw new IllegalArgumentException(
            "the laptop's buckets send their events to topics, not to " + unsupported);
      }
    }
    List<TopicConfiguration> topics =
        request.inputs().objects("topics").stream().map(S3Resources::topicConfiguration).toList();
    return configured(request, bucket -> putNotification(bucket, topics));
  }

  private void putNotification(String bucket, List<TopicConfiguration> topics) {
    s3.putBucketNotificationConfiguration(
        put ->
            put.bucket(bucket)
                .notificationConfiguration(
                    NotificationConfiguration.builder().topicConfigurations(topics).build()));
  }

  private static TopicConfiguration topicConfiguration(Inputs topic) {
    TopicConfiguration.Builder builder =
        TopicConfiguration.builder()
            .id(topic.optionalString("id").orElse(null))
            .topicArn(topic.string("topicArn"))
            .eventsWithStrings(topic.strings("events"));
    Optional<String> prefix = topic.optionalString("filterPrefix");
    Optional<String> suffix = topic.optionalString("filterSuffix");
    if (prefix.isPresent() || suffix.isPresent()) {
      List<FilterRule> rules = new ArrayList<>();
      prefix.ifPresent(value -> rules.add(filterRule("prefix", value)));
      suffix.ifPresent(value -> rules.add(filterRule("suffix", value)));
      builder.filter(filter -> filter.key(key -> key.filterRules(rules)));
    }
    return builder.build();
  }

  private static FilterRule filterRule(String name, String value) {
    return FilterRule.builder().name(name).value(value).build();
  }

  private Provisioned object(ResourceRequest request) {
    Inputs inputs = request.inputs();
    String bucket = inputs.string("bucket");
    String key = inputs.string("key");
    String etag =
        s3.putObject(
                put ->
                    put.bucket(bucket)
                        .key(key)
                        .contentType(inputs.optionalString("contentType").orElse(null))
                        .cacheControl(inputs.optionalString("cacheControl").orElse(null)),
                content(inputs))
            .eTag();
    return new Provisioned(
        bucket + "/" + key,
        Map.of("arn", Arns.bucket(bucket) + "/" + key, "etag", etag.replace("\"", "")));
  }

  private RequestBody content(Inputs inputs) {
    Optional<String> content = inputs.optionalString("content");
    if (content.isPresent()) {
      return RequestBody.fromString(content.get());
    }
    Asset asset = inputs.value("source", Asset.class);
    if (asset instanceof Asset.File file) {
      return RequestBody.fromFile(programDirectory.resolve(file.path()));
    }
    return RequestBody.fromString(((Asset.Text) asset).content());
  }

  private void removeObject(String id) {
    int slash = id.indexOf('/');
    s3.deleteObject(delete -> delete.bucket(id.substring(0, slash)).key(id.substring(slash + 1)));
  }

  private static Provisioned configured(ResourceRequest request, Consumer<String> configure) {
    String bucket = request.inputs().string("bucket");
    configure.accept(bucket);
    return new Provisioned(bucket, Map.of());
  }
}
