package dev.twinlens.domain.json;

/** The text is not the JSON that was asked for. The message never repeats the text. */
public final class MalformedJsonException extends Exception {
  MalformedJsonException(String message) {
    super(message);
  }

  public MalformedJsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
