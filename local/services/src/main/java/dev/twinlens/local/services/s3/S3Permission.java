package dev.twinlens.local.services.s3;

/**
 * An action on a bucket or an object.
 *
 * @param action without the prefix {@code s3:}
 * @param bucket empty for an action on no bucket
 * @param key empty for an action on the bucket itself
 */
record S3Permission(String action, String bucket, String key) {
  /** Reading an object or one of its versions. */
  static S3Permission read(String bucket, String key, boolean version) {
    return new S3Permission(version ? "GetObjectVersion" : "GetObject", bucket, key);
  }

  /** Reading the tags of an object or one of its versions. */
  static S3Permission readTags(String bucket, String key, boolean version) {
    return new S3Permission(version ? "GetObjectVersionTagging" : "GetObjectTagging", bucket, key);
  }

  /** The ARN of the bucket or the object. */
  String resource() {
    return bucket.isEmpty() ? "*" : S3Address.arn(bucket) + (key.isEmpty() ? "" : "/" + key);
  }
}
