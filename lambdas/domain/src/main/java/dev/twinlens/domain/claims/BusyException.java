package dev.twinlens.domain.claims;

import java.time.Instant;

/** Another worker holds the key's claim; the message is to be delivered again later. */
public final class BusyException extends RuntimeException {
  public BusyException(Instant until) {
    super("another worker has claimed this key until " + until);
  }
}
