package dev.twinlens.local.hosting;

import java.util.Optional;

/** Reads the origin bucket with the distribution's permission (its origin access control). */
@FunctionalInterface
public interface ObjectReader {
  /**
   * Reads one object.
   *
   * @param key an object key, URL-decoded, without a leading slash
   * @return empty when there is no such object
   * @throws AccessDeniedException when the bucket's policy does not allow the distribution to read
   *     it. S3 answers a missing object the same way, unless the policy grants {@code
   *     s3:ListBucket}.
   */
  Optional<StoredObject> read(String key) throws AccessDeniedException;

  /** S3's 403. */
  final class AccessDeniedException extends Exception {
    public AccessDeniedException(String message) {
      super(message);
    }
  }
}
