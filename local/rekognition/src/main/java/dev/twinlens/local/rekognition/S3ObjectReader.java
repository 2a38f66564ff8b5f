package dev.twinlens.local.rekognition;

import java.util.Optional;

/** Reads an object with the rights of whoever called Rekognition. */
@FunctionalInterface
public interface S3ObjectReader {

  /**
   * Reads a whole object.
   *
   * @param versionId the version to read; the newest when absent
   * @param maxBytes the most that the caller will take; a larger object is refused unread
   * @throws S3ReadException when there is no such object, the caller may not read it, or it is
   *     larger
   */
  byte[] read(String bucket, String key, Optional<String> versionId, long maxBytes)
      throws S3ReadException;
}
