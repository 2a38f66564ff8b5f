package dev.twinlens.local.services.integration;

import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.auth.Caller;
import java.io.IOException;
import java.util.Optional;

/** Reads objects of S3 on behalf of the caller of another service. */
@FunctionalInterface
public interface ServiceObjectReader {
  /**
   * The object's bytes; empty when there is no such bucket, object or version.
   *
   * @throws AccessDeniedException when the caller may not read it
   * @throws TooLargeException when it has more than {@code maxBytes}
   */
  Optional<byte[]> read(
      Caller caller, String bucket, String key, Optional<String> versionId, long maxBytes)
      throws AccessDeniedException, TooLargeException, IOException;

  /** An object larger than the reader accepts. */
  final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
