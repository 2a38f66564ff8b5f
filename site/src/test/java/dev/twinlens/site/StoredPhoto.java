package dev.twinlens.site;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An object of the fake bucket, and how far it is processed. */
final class StoredPhoto {
  final String key;
  final String contentType;
  final byte[] bytes;
  final Instant uploadedAt;

  /** How often the API was asked for it. */
  final AtomicInteger looks = new AtomicInteger();

  volatile boolean settled;

  StoredPhoto(String key, String contentType, byte[] bytes, Instant uploadedAt) {
    this.key = key;
    this.contentType = contentType;
    this.bytes = bytes;
    this.uploadedAt = uploadedAt;
  }

  String fileName() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  List<Map<String, Object>> labels() {
    return SampleLabels.of(fileName());
  }

  double confidence(String label) {
    return SampleLabels.confidence(fileName(), label);
  }

  /** Whether the bytes begin as a JPEG or PNG file. */
  boolean isImage() {
    return bytes.length > 4
        && (((bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8)
            || ((bytes[0] & 0xff) == 0x89 && bytes[1] == 'P'));
  }
}
