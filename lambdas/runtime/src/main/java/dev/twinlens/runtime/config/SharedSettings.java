package dev.twinlens.runtime.config;

import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.domain.images.ImageType;
import java.time.Duration;
import java.util.Set;

/**
 * Variables that several functions read: each has one name, one type and one limit, defined here.
 */
public final class SharedSettings {
  /** The longest time that S3 accepts for a presigned URL. */
  private static final Duration MAX_URL_EXPIRY = Duration.ofDays(7);

  private SharedSettings() {}

  /** Reads MAX_UPLOAD_BYTES and ALLOWED_TYPES. */
  public static ImageRules imageRules(Environment environment) {
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
        environment.wholeNumber("MAX_UPLOAD_BYTES", ImageRules.REKOGNITION_MAX_BYTES), types);
  }

  /** Reads URL_EXPIRY_SECONDS: how long a presigned URL is valid. */
  public static Duration urlExpiry(Environment environment) {
    return Duration.ofSeconds(
        environment.wholeNumber("URL_EXPIRY_SECONDS", MAX_URL_EXPIRY.toSeconds()));
  }
}
