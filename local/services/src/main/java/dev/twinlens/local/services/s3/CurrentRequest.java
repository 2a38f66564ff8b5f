package dev.twinlens.local.services.s3;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The request in progress: the parts of it that S3Proxy does not pass to its blob stores. */
public interface CurrentRequest {
  /**
   * The checksum that the client sends after the body, as current SDKs do; empty for none. Reads
   * the body to its end.
   */
  Optional<ObjectChecksum> trailer() throws IOException;

  /** A header as it was sent, one character for each byte. An empty one is absent, as in S3. */
  Optional<String> header(String name);

  /** User metadata as it was sent, by lower-case name without {@code x-amz-meta-}. */
  Map<String, String> userMetadata();

  /**
   * Adds a header to the response of a read, unless the request overrides it. Other requests ignore
   * it: S3Proxy also reads objects to write others.
   */
  void respondWith(String name, String value);

  /** What the request may do. */
  S3Access access();
}
