package dev.twinlens.classification;

/** Rekognition cannot read the image. The reason is a sentence for the person who uploaded it. */
final class RejectedImageException extends Exception {
  private final String reason;

  RejectedImageException(String reason) {
    super(reason);
    this.reason = reason;
  }

  RejectedImageException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
