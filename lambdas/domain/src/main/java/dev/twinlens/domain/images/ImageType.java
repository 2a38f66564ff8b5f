package dev.twinlens.domain.images;

import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of image that Rekognition reads. */
public enum ImageType {
  JPEG("image/jpeg"),
  PNG("image/png");

  private final String mediaType;

  ImageType(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  public static Optional<ImageType> ofMediaType(String mediaType) {
    return Stream.of(values()).filter(type -> type.mediaType.equals(mediaType)).findFirst();
  }
}
