package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

class BucketConfigurationTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private static final String SITE = "https://main.site.example";

  private final HttpClient http = HttpClient.newHttpClient();
  private final S3Client s3 = AWS.clients().s3();
  private final String bucket = "bucket-" + UUID.randomUUID();

  @BeforeEach
  void createBucket() {
    s3.createBucket(create -> create.bucket(bucket));
  }

  @Test
  void storesThePolicy() {
    assertRejected(() -> s3.getBucketPolicy(get -> get.bucket(bucket)), "NoSuchBucketPolicy");
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"TlsOnly","Effect":"Deny","Principal":"*",
        "Action":"s3:*","Resource":["arn:aws:s3:::%1$s","arn:aws:s3:::%1$s/*"],
        "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"""
            .formatted(bucket);

    s3.putBucketPolicy(put -> put.bucket(bucket).policy(policy));

    assertThat(s3.getBucketPolicy(get -> get.bucket(bucket)).policy()).isEqualTo(policy);
    s3.deleteBucketPolicy(delete -> delete.bucket(bucket));
    assertRejected(() -> s3.getBucketPolicy(get -> get.bucket(bucket)), "NoSuchBucketPolicy");
  }

  @Test
  void rejectsAnInvalidPolicy() {
    assertRejected(
        () -> s3.putBucketPolicy(put -> put.bucket(bucket).policy("{\"Statement\": 1}")),
        "MalformedPolicy");
  }

  @Test
  void storesTheLifecycle() {
    assertRejected(
        () -> s3.getBucketLifecycleConfiguration(get -> get.bucket(bucket)),
        "NoSuchLifecycleConfiguration");

    s3.putBucketLifecycleConfiguration(
        put ->
            put.bucket(bucket)
                .lifecycleConfiguration(
                    c ->
                        c.rules(
                            LifecycleRule.builder()
                                .id("old-versions")
                                .status(ExpirationStatus.ENABLED)
                                .filter(filter -> filter.prefix(""))
                                .noncurrentVersionExpiration(e -> e.noncurrentDays(30))
                                .build())));

    assertThat(s3.getBucketLifecycleConfiguration(get -> get.bucket(bucket)).rules())
        .extracting(LifecycleRule::id)
        .containsExactly("old-versions");
    s3.deleteBucketLifecycle(delete -> delete.bucket(bucket));
    assertRejected(
        () -> s3.getBucketLifecycleConfiguration(get -> get.bucket(bucket)),
        "NoSuchLifecycleConfiguration");
  }

  @Test
  void storesTheEncryptionAndDefaultsToThatOfS3() {
    assertThat(encryption()).isEqualTo(ServerSideEncryption.AES256);

    s3.putBucketEncryption(
        put ->
            put.bucket(bucket)
                .serverSideEncryptionConfiguration(
                    c ->
                        c.rules(
                            ServerSideEncryptionRule.builder()
                                .applyServerSideEncryptionByDefault(
                                    d -> d.sseAlgorithm(ServerSideEncryption.AWS_KMS))
                                .build())));

    assertThat(encryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    s3.deleteBucketEncryption(delete -> delete.bucket(bucket));
    assertThat(encryption()).isEqualTo(ServerSideEncryption.AES256);
  }

  @Test
  void storesThePublicAccessBlock() {
    assertRejected(
        () -> s3.getPublicAccessBlock(get -> get.bucket(bucket)),
        "NoSuchPublicAccessBlockConfiguration");

    putPublicAccessBlock();

    assertThat(
            s3.getPublicAccessBlock(get -> get.bucket(bucket))
                .publicAccessBlockConfiguration()
                .blockPublicAcls())
        .isTrue();
    s3.deletePublicAccessBlock(delete -> delete.bucket(bucket));
  }

  @Test
  void storesTheOwnershipControlsAndTags() {
    assertRejected(
        () -> s3.getBucketOwnershipControls(get -> get.bucket(bucket)),
        "OwnershipControlsNotFoundError");
    assertRejected(() -> s3.getBucketTagging(get -> get.bucket(bucket)), "NoSuchTagSet");

    s3.putBucketOwnershipControls(
        put ->
            put.bucket(bucket)
                .ownershipControls(
                    c ->
                        c.rules(
                            OwnershipControlsRule.builder()
                                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                                .build())));
    s3.putBucketTagging(
        put ->
            put.bucket(bucket)
                .tagging(t -> t.tagSet(Tag.builder().key("stack").value("dev").build())));

    assertThat(
            s3.getBucketOwnershipControls(get -> get.bucket(bucket))
                .ownershipControls()
                .rules()
                .get(0)
                .objectOwnership())
        .isEqualTo(ObjectOwnership.BUCKET_OWNER_ENFORCED);
    assertThat(s3.getBucketTagging(get -> get.bucket(bucket)).tagSet())
        .containsExactly(Tag.builder().key("stack").value("dev").build());
  }

  @Test
  void removesTheConfigurationWithTheBucket() {
    putPublicAccessBlock();
    s3.putBucketTagging(
        put ->
            put.bucket(bucket)
                .tagging(t -> t.tagSet(Tag.builder().key("stack").value("dev").build())));
    s3.deleteBucket(delete -> delete.bucket(bucket));
    assertRejected(() -> s3.getBucketTagging(get -> get.bucket(bucket)), "NoSuchBucket");

    s3.createBucket(create -> create.bucket(bucket));

    assertRejected(() -> s3.getBucketTagging(get -> get.bucket(bucket)), "NoSuchTagSet");
  }

  @Test
  void rejectsPublicAcls() {
    assertRejected(
        () ->
            s3.putObject(
                put -> put.bucket(bucket).key("k").acl(ObjectCannedACL.PUBLIC_READ),
                RequestBody.fromString("x")),
        "AccessControlListNotSupported");
  }

  @Test
  void allowsTheOriginOfTheSiteOnly() throws Exception {
    allowSite();

    HttpResponse<String> allowed = preflight(SITE, "PUT");
    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(allowed.headers().firstValue("access-control-allow-origin")).hasValue(SITE);
    assertThat(allowed.headers().firstValue("access-control-allow-headers"))
        .hasValue("content-type, x-amz-checksum-sha256");
    assertThat(allowed.headers().firstValue("access-control-max-age")).hasValue("600");

    for (HttpResponse<String> refused :
        List.of(preflight("https://evil.example", "PUT"), preflight(SITE, "DELETE"))) {
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("access-control-allow-origin")).isEmpty();
    }
  }

  @Test
  void letsTheSiteReadErrors() throws Exception {
    allowSite();

    HttpResponse<String> refused = get(SITE);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("access-control-allow-origin")).hasValue(SITE);
    assertThat(refused.headers().firstValue("access-control-expose-headers")).hasValue("ETag");

    assertThat(get("https://evil.example").headers().firstValue("access-control-allow-origin"))
        .isEmpty();
  }

  @Test
  void allowsNoOriginWithoutACorsConfiguration() throws Exception {
    assertThat(preflight(SITE, "PUT").statusCode()).isEqualTo(403);
    assertThat(get(SITE).headers().firstValue("access-control-allow-origin")).isEmpty();
  }

  private void putPublicAccessBlock() {
    s3.putPublicAccessBlock(
        put -> put.bucket(bucket).publicAccessBlockConfiguration(c -> c.blockPublicAcls(true)));
  }

  private void allowSite() {
    s3.putBucketCors(
        put ->
            put.bucket(bucket)
                .corsConfiguration(
                    c ->
                        c.corsRules(
                            CORSRule.builder()
                                .allowedOrigins(SITE)
                                .allowedMethods("GET", "PUT")
                                .allowedHeaders("*")
                                .exposeHeaders("ETag")
                                .maxAgeSeconds(600)
                                .build())));
    assertThat(s3.getBucketCors(get -> get.bucket(bucket)).corsRules()).hasSize(1);
  }

  private HttpResponse<String> preflight(String origin, String method)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(object())
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method)
            .header("Access-Control-Request-Headers", "content-type,x-amz-checksum-sha256")
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String origin) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(object()).header("Origin", origin).build(), BodyHandlers.ofString());
  }

  private URI object() {
    return AWS.services().endpoint().resolve("/" + bucket + "/k");
  }

  private ServerSideEncryption encryption() {
    return s3.getBucketEncryption(get -> get.bucket(bucket))
        .serverSideEncryptionConfiguration()
        .rules()
        .get(0)
        .applyServerSideEncryptionByDefault()
        .sseAlgorithm();
  }

  private static void assertRejected(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
