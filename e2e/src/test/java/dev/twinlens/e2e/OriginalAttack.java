package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiConsumer;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A request by which somebody would lose or replace an original in S3. */
record OriginalAttack(String name, BiConsumer<Clients, ObjectVersion> request) {
  static List<OriginalAttack> all() {
    return List.of(
        new OriginalAttack(
            "delete the version",
            (clients, original) ->
                clients
                    .s3()
                    .deleteObject(
                        delete ->
                            delete
                                .bucket(clients.images())
                                .key(original.key())
                                .versionId(original.versionId()))),
        new OriginalAttack("delete versions", OriginalAttack::deleteVersions),
        new OriginalAttack(
            "delete",
            (clients, original) ->
                clients
                    .s3()
                    .deleteObject(delete -> delete.bucket(clients.images()).key(original.key()))),
        new OriginalAttack(
            "overwrite",
            (clients, original) ->
                clients
                    .s3()
                    .putObject(
                        put -> put.bucket(clients.images()).key(original.key()),
                        RequestBody.fromString("other"))),
        new OriginalAttack(
            "expire by a lifecycle",
            (clients, original) ->
                clients
                    .s3()
                    .putBucketLifecycleConfiguration(
                        put ->
                            put.bucket(clients.images())
                                .lifecycleConfiguration(
                                    lifecycle ->
                                        lifecycle.rules(
                                            LifecycleRule.builder()
                                                .id("expire")
                                                .status(ExpirationStatus.ENABLED)
                                                .filter(filter -> filter.prefix(""))
                                                .expiration(expiration -> expiration.days(1))
                                                .noncurrentVersionExpiration(
                                                    expiration -> expiration.noncurrentDays(1))
                                                .build())))),
        new OriginalAttack(
            "suspend versioning",
            (clients, original) ->
                clients
                    .s3()
                    .putBucketVersioning(
                        put ->
                            put.bucket(clients.images())
                                .versioningConfiguration(
                                    versioning ->
                                        versioning.status(BucketVersioningStatus.SUSPENDED)))),
        new OriginalAttack(
            "change the policy",
            (clients, original) ->
                clients
                    .s3()
                    .putBucketPolicy(
                        put ->
                            put.bucket(clients.images())
                                .policy(
                                    """
                              {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                "Principal": "*", "Action": "s3:*",
                                "Resource": "arn:aws:s3:::%s/*"}]}"""
                                        .formatted(clients.images())))),
        new OriginalAttack(
            "delete the policy",
            (clients, original) ->
                clients.s3().deleteBucketPolicy(delete -> delete.bucket(clients.images()))),
        new OriginalAttack(
            "delete the bucket",
            (clients, original) ->
                clients.s3().deleteBucket(delete -> delete.bucket(clients.images()))));
  }

  /**
   * Sends the request.
   *
   * @throws AwsServiceException when it is denied
   */
  void on(Clients clients, ObjectVersion original) {
    request.accept(clients, original);
  }

  @Override
  public String toString() {
    return name;
  }

  /** S3 responds with 200 to a request for several objects, and with an error for each. */
  private static void deleteVersions(Clients clients, ObjectVersion original) {
    var response =
        clients
            .s3()
            .deleteObjects(
                request ->
                    request
                        .bucket(clients.images())
                        .delete(
                            delete ->
                                delete.objects(
                                    ObjectIdentifier.builder()
                                        .key(original.key())
                                        .versionId(original.versionId())
                                        .build())));
    assertThat(response.deleted()).isEmpty();
    throw S3Exception.builder()
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode(response.errors().get(0).code()).build())
        .build();
  }
}
