package dev.twinlens.domain.images;

import java.util.Set;

/**
 * Which files this deployment accepts.
 *
 * @param maxBytes the largest file, at most Rekognition's own limit of 15 MiB
 * @param allowedTypes media types, each one that Rekognition reads
 */
public record ImageRules(long maxBytes, Set<String> allowedTypes) {
  /** Rekognition: "the minimum pixel resolution for height and width is 80 pixels". */
  static final int MIN_PIXELS = 80;

  /** Rekognition: "10,000 pixels for both width and height". */
  static final int MAX_PIXELS = 10_000;

  /** Rekognition: "the maximum image size stored as an Amazon S3 object is limited to 15 MB". */
  public static final long REKOGNITION_MAX_BYTES = 15L * 1024 * 1024;

  public ImageRules {
    allowedTypes = Set.copyOf(allowedTypes);
  }
}
