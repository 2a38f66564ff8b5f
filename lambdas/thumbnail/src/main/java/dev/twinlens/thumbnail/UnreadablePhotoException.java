package dev.twinlens.thumbnail;

/** No thumbnail can be made of the file. The reason is a sentence for the log. */
final class UnreadablePhotoException extends Exception {
  private final String reason;

  UnreadablePhotoException(String reason) {
    super(reason);
    this.reason = reason;
  }

  UnreadablePhotoException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
