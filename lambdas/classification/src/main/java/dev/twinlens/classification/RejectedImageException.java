package dev.twinlens.classification;

/** Rekognition cannot read the image. The message is a sentence for the person who uploaded it. */
final class RejectedImageException extends Exception {
  RejectedImageException(String message) {
    super(message);
  }

  RejectedImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
