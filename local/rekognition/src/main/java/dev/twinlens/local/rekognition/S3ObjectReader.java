package dev.twinlens.local.rekognition;

import java.util.Optional;

/** Reads an object with the permissions of the principal that called Rekognition. */
@FunctionalInterface
public interface S3ObjectReader {

  /**
   * Reads a whole object.
   *
   * @param versionId the version to read; the newest when absent
   * @param maxBytes larger objects are rejected without reading them
   * @throws S3ReadException when there is no such object, the caller may not read it, or it is
   *     larger
   */
  byte[] read(String bucket, String key, Optional<String> versionId, long maxBytes)
      throws S3ReadException;
}
