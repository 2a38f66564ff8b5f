package dev.twinlens.local.services.s3;

import java.io.IOException;
import java.util.Optional;

/** The request in progress: the parts of it that S3Proxy does not pass to its blob stores. */
public interface CurrentRequest {
  /**
   * The checksum that the client sends after the body, as current SDKs do; empty for none. Reads
   * the body to its end.
   */
  Optional<ObjectChecksum> trailer() throws IOException;

  /** What the request may do. */
  S3Access access();
}
