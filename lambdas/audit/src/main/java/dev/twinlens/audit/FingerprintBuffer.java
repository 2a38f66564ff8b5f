package dev.twinlens.audit;

import java.util.Arrays;

/** Fingerprints that have not been saved yet. */
final class FingerprintBuffer {
  private long[] fingerprints = new long[8192];
  private int size;

  void add(long fingerprint) {
    if (size == fingerprints.length) {
      fingerprints = Arrays.copyOf(fingerprints, size * 2);
    }
    fingerprints[size++] = fingerprint;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** All of them. */
  long[] fingerprints() {
    return Arrays.copyOf(fingerprints, size);
  }

  void clear() {
    size = 0;
  }
}
