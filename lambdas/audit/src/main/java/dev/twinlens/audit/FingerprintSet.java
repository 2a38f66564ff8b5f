package dev.twinlens.audit;

import java.util.Arrays;

/** Fingerprints that can be looked up, eight bytes each. */
final class FingerprintSet {
  private final long[] sorted;

  /** Sorts the array, which belongs to the set from now on. */
  FingerprintSet(long[] fingerprints) {
    Arrays.sort(fingerprints);
    this.sorted = fingerprints;
  }

  boolean contains(long fingerprint) {
    return Arrays.binarySearch(sorted, fingerprint) >= 0;
  }
}
