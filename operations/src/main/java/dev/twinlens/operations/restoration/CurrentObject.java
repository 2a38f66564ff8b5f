package dev.twinlens.operations.restoration;

import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.operations.copies.CopyBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a key shows in S3. */
sealed interface CurrentObject {
  /** Nothing was ever stored, or every version is gone. */
  record Absent() implements CurrentObject {}

  /** A delete marker hides the versions: somebody deleted the object. */
  record Deleted() implements CurrentObject {}

  /** The object is there, with the copy's bytes. */
  record Same(Optional<String> versionId) implements CurrentObject {}

  /** The object is there, with other bytes. */
  record Other(Instant lastModified, Optional<String> versionId) implements CurrentObject {}

  /** Reads what the copy's key shows. */
  static CurrentObject read(S3Client s3, String bucket, CopyBlob copy) {
    HeadObjectResponse head;
    try {
      head =
          s3.headObject(
              request -> request.bucket(bucket).key(copy.key()).checksumMode(ChecksumMode.ENABLED));
    } catch (S3Exception e) {
      if (e.statusCode() != 404) {
        throw e;
      }
      return e.awsErrorDetails()
              .sdkHttpResponse()
              .firstMatchingHeader("x-amz-delete-marker")
              .isPresent()
          ? new Deleted()
          : new Absent();
    }
    return head.contentLength() == copy.size()
            && sha256(s3, bucket, copy.key(), head).equals(copy.version().sha256())
        ? new Same(Optional.ofNullable(head.versionId()))
        : new Other(head.lastModified(), Optional.ofNullable(head.versionId()));
  }

  /** That of the whole object; one of an object's parts ends with a dash and their number. */
  private static String sha256(S3Client s3, String bucket, String key, HeadObjectResponse head) {
    String known = head.checksumSHA256();
    if (known != null && !known.contains("-")) {
      return known;
    }
    MessageDigest digest = Hashes.sha256();
    try (InputStream content = s3.getObject(request -> request.bucket(bucket).key(key))) {
      Hashes.update(content, digest);
    } catch (IOException e) {
      throw new UncheckedIOException("An object cannot be read from S3.", e);
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }
}
