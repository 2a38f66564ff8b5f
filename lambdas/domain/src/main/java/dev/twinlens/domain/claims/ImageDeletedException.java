package dev.twinlens.domain.claims;

/**
 * The image was deleted while a worker held its claim. The worker still holds it and must remove
 * what it has made.
 */
public final class ImageDeletedException extends RuntimeException {
  ImageDeletedException() {
    super("the image was deleted while it was processed");
  }
}
