package dev.twinlens.local.hosting;

import java.util.Optional;

/** Reads the origin bucket with the distribution's own right (its origin access control). */
@FunctionalInterface
public interface ObjectReader {
  /**
   * Reads one object.
   *
   * @param key an object key, URL-decoded, without a leading slash
   * @return nothing when there is no such object
   * @throws AccessDeniedException when the bucket's policy does not let the distribution read it.
   *     S3 answers so for a missing object too, unless the policy grants {@code s3:ListBucket}.
   */
  Optional<StoredObject> read(String key) throws AccessDeniedException;

  /** S3's 403. */
  final class AccessDeniedException extends Exception {
    public AccessDeniedException(String message) {
      super(message);
    }
  }
}
