package dev.twinlens.thumbnail;

/** No picture can be made of the file. The message says why, for the log. */
final class UnreadablePhotoException extends Exception {
  UnreadablePhotoException(String message) {
    super(message);
  }

  UnreadablePhotoException(String message, Throwable cause) {
    super(message, cause);
  }
}
