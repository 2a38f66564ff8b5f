package dev.twinlens.classification;

/** Rekognition cannot read the image. The message is a sentence for the person who uploaded it. */
final class RefusedImageException extends Exception {
  RefusedImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
