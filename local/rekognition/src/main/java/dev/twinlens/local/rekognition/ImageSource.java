package dev.twinlens.local.rekognition;

import java.util.Optional;

/** Where a request says its image is. */
sealed interface ImageSource {

  /** The image itself. */
  final class Bytes implements ImageSource {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  record S3Object(String bucket, String key, Optional<String> versionId) implements ImageSource {}
}
