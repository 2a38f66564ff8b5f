package dev.twinlens.domain.images;

/**
 * The file begins like an image, but is none. The message completes "The image cannot be read: …".
 */
final class DamagedException extends Exception {
  DamagedException(String message) {
    super(message);
  }
}
