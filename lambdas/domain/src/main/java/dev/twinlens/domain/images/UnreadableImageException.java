package dev.twinlens.domain.images;

/**
 * Nothing can be made of the image, now or later. The reason is a sentence for the person who
 * uploaded it.
 */
public final class UnreadableImageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public UnreadableImageException(String reason) {
    super(reason);
    this.reason = reason;
  }

  public UnreadableImageException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
