package dev.twinlens.domain.claims;

/**
 * The image was deleted while a worker was at it. The worker still has its claim, and is to remove
 * what it has made.
 */
public final class DeletedException extends RuntimeException {
  public DeletedException() {
    super("the image was deleted meanwhile");
  }
}
