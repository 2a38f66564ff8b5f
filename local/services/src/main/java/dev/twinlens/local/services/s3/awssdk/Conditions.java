package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.ObjectVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Conditional requests (RFC 9110, section 13). A condition that is not given is {@code null}, as in
 * the SDK's requests; an entity tag outweighs a time.
 */
final class Conditions {
  private Conditions() {}

  /** If-Match and If-Unmodified-Since hold. */
  static boolean unchanged(ObjectVersion version, String ifMatch, Instant ifUnmodifiedSince) {
    if (ifMatch != null) {
      return eTagMatches(ifMatch, version.eTag());
    }
    return ifUnmodifiedSince == null || !modified(version).isAfter(ifUnmodifiedSince);
  }

  /** If-None-Match and If-Modified-Since hold. */
  static boolean changed(ObjectVersion version, String ifNoneMatch, Instant ifModifiedSince) {
    if (ifNoneMatch != null) {
      return !eTagMatches(ifNoneMatch, version.eTag());
    }
    return ifModifiedSince == null || modified(version).isAfter(ifModifiedSince);
  }

  static boolean eTagMatches(String condition, String eTag) {
    return condition.equals("*") || condition.replace("\"", "").equals(eTag);
  }

  /** HTTP dates have whole seconds. */
  private static Instant modified(ObjectVersion version) {
    return version.lastModified().truncatedTo(ChronoUnit.SECONDS);
  }
}
