package dev.twinlens.domain.images;

/**
 * The file starts like an image but is not one. The message completes "The image cannot be read:
 * …".
 */
final class DamagedException extends Exception {
  DamagedException(String message) {
    super(message);
  }
}
