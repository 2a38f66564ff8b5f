package dev.twinlens.local.services.s3;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A kind of bucket configuration, with S3's responses for it. */
enum Subresource {
  POLICY("policy", "", 204, "NoSuchBucketPolicy", "The bucket policy does not exist"),
  CORS(
      "cors",
      "CORSConfiguration",
      200,
      "NoSuchCORSConfiguration",
      "The CORS configuration does not exist"),
  /** Never absent: a bucket without notifications has an empty configuration. */
  NOTIFICATION("notification", "NotificationConfiguration", 200, "", ""),
  LIFECYCLE(
      "lifecycle",
      "LifecycleConfiguration",
      200,
      "NoSuchLifecycleConfiguration",
      "The lifecycle configuration does not exist"),
  ENCRYPTION("encryption", "ServerSideEncryptionConfiguration", 200, "", ""),
  PUBLIC_ACCESS_BLOCK(
      "publicAccessBlock",
      "PublicAccessBlockConfiguration",
      200,
      "NoSuchPublicAccessBlockConfiguration",
      "The public access block configuration was not found"),
  OWNERSHIP_CONTROLS(
      "ownershipControls",
      "OwnershipControls",
      200,
      "OwnershipControlsNotFoundError",
      "The bucket ownership controls were not found"),
  TAGGING("tagging", "Tagging", 204, "NoSuchTagSet", "The TagSet does not exist");

  static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final String parameter;
  private final String rootElement;
  private final int putStatus;
  private final String absentCode;
  private final String absentMessage;

  Subresource(
      String parameter,
      String rootElement,
      int putStatus,
      String absentCode,
      String absentMessage) {
    this.parameter = parameter;
    this.rootElement = rootElement;
    this.putStatus = putStatus;
    this.absentCode = absentCode;
    this.absentMessage = absentMessage;
  }

  /** The subresource in a request's query. */
  static Optional<Subresource> of(Map<String, String> query) {
    return Arrays.stream(values()).filter(one -> query.containsKey(one.parameter)).findFirst();
  }

  String parameter() {
    return parameter;
  }

  boolean xml() {
    return this != POLICY;
  }

  String rootElement() {
    return rootElement;
  }

  int putStatus() {
    return putStatus;
  }

  /**
   * The configuration of a bucket for which none was set. Encryption with S3's own keys is on in
   * every bucket since 2023; the local S3 does not encrypt its files.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException S3's 404, for most kinds
   */
  String absent() {
    return switch (this) {
      case NOTIFICATION -> "<NotificationConfiguration xmlns=\"%s\"/>".formatted(NAMESPACE);
      case ENCRYPTION ->
          """
          <ServerSideEncryptionConfiguration xmlns="%s"><Rule>\
          <ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>\
          </ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled>\
          </Rule></ServerSideEncryptionConfiguration>"""
              .formatted(NAMESPACE);
      default -> throw S3Errors.error(404, absentCode, absentMessage);
    };
  }
}
