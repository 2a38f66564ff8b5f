package dev.twinlens.domain.images;

/** The file ends before the image does. */
final class TruncatedException extends Exception {
  TruncatedException() {
    super("the file ends before the image does");
  }
}
