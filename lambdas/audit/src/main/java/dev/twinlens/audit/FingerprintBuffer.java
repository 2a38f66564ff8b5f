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

  /** All of them; the buffer is empty afterwards. */
  long[] drain() {
    long[] drained = Arrays.copyOf(fingerprints, size);
    size = 0;
    return drained;
  }
}
