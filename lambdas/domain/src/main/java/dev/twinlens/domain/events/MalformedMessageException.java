package dev.twinlens.domain.events;

/** A message that no redelivery makes readable; it ends in the dead-letter queue. */
public final class MalformedMessageException extends Exception {
  MalformedMessageException(String message) {
    super(message);
  }

  MalformedMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
