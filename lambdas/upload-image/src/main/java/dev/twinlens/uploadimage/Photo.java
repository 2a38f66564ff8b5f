package dev.twinlens.uploadimage;

import dev.twinlens.domain.images.ImageType;

/** A photo that can be stored. Its bytes are shared, not copied: no code changes them. */
final class Photo {
  private final String fileName;
  private final ImageType type;
  private final byte[] bytes;

  Photo(String fileName, ImageType type, byte[] bytes) {
    this.fileName = fileName;
    this.type = type;
    this.bytes = bytes;
  }

  /** As the request names it, or a default name of its type. */
  String fileName() {
    return fileName;
  }

  ImageType type() {
    return type;
  }

  byte[] bytes() {
    return bytes;
  }
}
