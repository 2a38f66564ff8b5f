package dev.twinlens.shared.classification;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Keeps Rekognition's whole answers. */
final class ResultStore {
  private final S3Client s3;
  private final String bucket;

  ResultStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** Keeps the answer and tells its key. */
  String put(String imageKey, String answer) {
    String key = ResultKey.of(imageKey);
    PutObjectRequest request =
        PutObjectRequest.builder().bucket(bucket).key(key).contentType("application/json").build();
    s3.putObject(request, RequestBody.fromString(answer));
    return key;
  }
}
