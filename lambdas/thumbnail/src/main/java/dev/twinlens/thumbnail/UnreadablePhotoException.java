package dev.twinlens.thumbnail;

/** No thumbnail can be made of the file. The message is a sentence for the log. */
final class UnreadablePhotoException extends Exception {
  UnreadablePhotoException(String message) {
    super(message);
  }

  UnreadablePhotoException(String message, Throwable cause) {
    super(message, cause);
  }
}
