package dev.twinlens.domain.events;

/** A message that no redelivery makes readable; it ends in the dead-letter queue. */
public final class MalformedMessageException extends Exception {
  private final String reason;

  MalformedMessageException(String reason) {
    super(reason);
    this.reason = reason;
  }

  MalformedMessageException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** A sentence for a person. */
  public String reason() {
    return reason;
  }
}
