package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.ObjectStore.Precondition;
import dev.twinlens.local.services.s3.ObjectVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;

/**
 * Conditional requests (RFC 9110, section 13). A condition that is not given is {@code null}, as in
 * the SDK's requests; an entity tag has precedence over a time.
 */
final class Conditions {
  private Conditions() {}

  /** Whether If-Match and If-Unmodified-Since hold. */
  static boolean unchanged(ObjectVersion version, String ifMatch, Instant ifUnmodifiedSince) {
    if (ifMatch != null) {
      return eTagMatches(ifMatch, version.eTag());
    }
    return ifUnmodifiedSince == null || !modified(version).isAfter(ifUnmodifiedSince);
  }

  /** Whether If-None-Match and If-Modified-Since hold. */
  static boolean changed(ObjectVersion version, String ifNoneMatch, Instant ifModifiedSince) {
    if (ifNoneMatch != null) {
      return !eTagMatches(ifNoneMatch, version.eTag());
    }
    return ifModifiedSince == null || modified(version).isAfter(ifModifiedSince);
  }

  static Precondition forWrite(String key, String ifMatch, String ifNoneMatch) {
    return existing -> {
      if (ifMatch != null && existing.isEmpty()) {
        throw S3Exceptions.noSuchKey("", key, "nothing to match");
      }
      Optional<String> eTag = existing.map(ObjectVersion::eTag);
      boolean matches = ifMatch == null || eTagMatches(ifMatch, eTag.get());
      boolean differs =
          ifNoneMatch == null || eTag.isEmpty() || !eTagMatches(ifNoneMatch, eTag.get());
      requireAll(matches && differs);
    };
  }

  static Precondition forDelete(DeleteObjectRequest request) {
    return existing ->
        existing.ifPresent(
            version -> {
              Instant time = request.ifMatchLastModifiedTime();
              requireAll(
                  (request.ifMatch() == null || eTagMatches(request.ifMatch(), version.eTag()))
                      && (request.ifMatchSize() == null || request.ifMatchSize() == version.size())
                      && (time == null
                          || time.getEpochSecond() == version.lastModified().getEpochSecond()));
            });
  }

  private static void requireAll(boolean holds) {
    if (!holds) {
      throw S3Exceptions.preconditionFailed(null);
    }
  }

  private static boolean eTagMatches(String condition, String eTag) {
    return condition.equals("*") || condition.replace("\"", "").equals(eTag);
  }

  /** HTTP dates have whole seconds. */
  private static Instant modified(ObjectVersion version) {
    return version.lastModified().truncatedTo(ChronoUnit.SECONDS);
  }
}
