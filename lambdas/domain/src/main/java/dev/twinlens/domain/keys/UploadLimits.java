package dev.twinlens.domain.keys;

/** Limits of the two ways to upload. */
public final class UploadLimits {
  /**
   * The largest photo that {@code POST /images} takes, in bytes: as Base64 it is 6,000,000 bytes,
   * and Lambda's request may have 6 MiB with everything around the body.
   */
  public static final int MAX_DIRECT_BYTES = 4_500_000;

  private UploadLimits() {}
}
