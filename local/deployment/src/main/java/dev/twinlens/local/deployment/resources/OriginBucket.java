package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.hosting.ObjectReader;
import dev.twinlens.local.hosting.StoredObject;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import dev.twinlens.local.iam.ResourcePolicy;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A distribution's private bucket: reads what the bucket's policy allows the service {@code
 * cloudfront.amazonaws.com} on behalf of this distribution.
 */
final class OriginBucket implements ObjectReader {
  private final S3Client s3;
  private final AccessControl access;
  private final String bucket;
  private final String distributionArn;

  OriginBucket(S3Client s3, AccessControl access, String bucket, String distributionArn) {
    this.s3 = s3;
    this.access = access;
    this.bucket = bucket;
    this.distributionArn = distributionArn;
  }

  @Override
  public Optional<StoredObject> read(String key) throws AccessDeniedException {
    Decision decision =
        access.decide(readRequest(key), ResourcePolicy.of(Arns.bucket(bucket), policy()));
    if (decision instanceof Decision.Denied denied) {
      throw new AccessDeniedException(denied.reason());
    }
    try {
      ResponseBytes<GetObjectResponse> object =
          s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
      GetObjectResponse properties = object.response();
      return Optional.of(
          new StoredObject(
              object.asByteArray(),
              properties.contentType(),
              Optional.ofNullable(properties.cacheControl()).orElse(""),
              properties.eTag()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  private Optional<String> policy() {
    try {
      return Optional.of(s3.getBucketPolicy(get -> get.bucket(bucket)).policy());
    } catch (S3Exception e) {
      if ("NoSuchBucketPolicy".equals(e.awsErrorDetails().errorCode())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** CloudFront signs its own requests and sends them over TLS. */
  private Request readRequest(String key) {
    return new Request(
        new Principal.Service("cloudfront.amazonaws.com"),
        "s3:GetObject",
        Arns.bucket(bucket) + "/" + key,
        Map.of("aws:SourceArn", distributionArn, "aws:SecureTransport", "true"));
  }
}
