package dev.twinlens.shared.images;

import dev.twinlens.shared.config.Environment;
import java.util.Set;

/**
 * What this deployment takes.
 *
 * @param maxBytes the largest file, at most Rekognition's own limit of 15 MiB
 * @param allowedTypes media types, each one that Rekognition reads
 */
public record ImageRules(long maxBytes, Set<String> allowedTypes) {
  /** Rekognition: "the minimum pixel resolution for height and width is 80 pixels". */
  static final int MIN_PIXELS = 80;

  /** Rekognition: "10,000 pixels for both width and height". */
  static final int MAX_PIXELS = 10_000;

  private static final long REKOGNITION_MAX_BYTES = 15L * 1024 * 1024;

  public ImageRules {
    allowedTypes = Set.copyOf(allowedTypes);
  }

  /** Reads MAX_UPLOAD_BYTES and ALLOWED_TYPES. */
  public static ImageRules from(Environment environment) {
    Set<String> types = environment.words("ALLOWED_TYPES");
    for (String type : types) {
      if (ImageType.ofMediaType(type).isEmpty()) {
        throw new IllegalStateException(
            "The environment variable ALLOWED_TYPES names \""
                + type
                + "\"; Rekognition reads image/jpeg and image/png only.");
      }
    }
    return new ImageRules(
        environment.wholeNumber("MAX_UPLOAD_BYTES", REKOGNITION_MAX_BYTES), types);
  }
}
