package dev.twinlens.local.rekognition;

import java.util.Optional;

/** The image of a request. */
sealed interface ImageSource {

  /** The image is in the request. */
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
