package dev.twinlens.local.services.s3;

import java.io.IOException;
import java.util.Optional;

/** What the request that is being answered brings, beside what S3Proxy hands on to its stores. */
public interface CurrentRequest {
  /**
   * The checksum that a client sends after the body, as today's SDKs do; empty when it sends none.
   * Reads the body to its end.
   */
  Optional<ObjectChecksum> trailer() throws IOException;

  /** What it may do. */
  S3Access access();
}
