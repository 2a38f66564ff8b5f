package dev.twinlens.requestupload;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.model.PutObjectPresignRequest;

/**
 * Signs PUTs so narrowly that only the announced bytes can be sent: their length, type and SHA-256
 * are signed headers. A URL that leaks therefore stores nothing but that same photo.
 */
final class UploadSigner {
  private static final Set<String> SET_BY_HTTP_CLIENTS = Set.of("host", "content-length");

  private final S3Presigner presigner;
  private final String bucket;
  private final Duration expiry;

  UploadSigner(S3Presigner presigner, String bucket, Duration expiry) {
    this.presigner = presigner;
    this.bucket = bucket;
    this.expiry = expiry;
  }

  SignedUpload sign(String key, UploadRequest upload) {
    PutObjectRequest put =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentType(upload.contentType())
            .contentLength(upload.size())
            .checksumSHA256(upload.sha256())
            .build();
    PresignedPutObjectRequest signed =
        presigner.presignPutObject(
            PutObjectPresignRequest.builder()
                .signatureDuration(expiry)
                .putObjectRequest(put)
                .build());
    Map<String, String> headers = new TreeMap<>();
    signed
        .signedHeaders()
        .forEach(
            (name, values) -> {
              String lowerCase = name.toLowerCase(Locale.ROOT);
              if (!SET_BY_HTTP_CLIENTS.contains(lowerCase)) {
                headers.put(lowerCase, String.join(",", values));
              }
            });
    return new SignedUpload(key, signed.url().toString(), headers, signed.expiration());
  }
}
