package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FingerprintSetTest {
  @Test
  void findsWhatWasAdded() {
    FingerprintBuffer buffer = new FingerprintBuffer();
    for (int i = 0; i < 10_000; i++) {
      buffer.add(Fingerprint.of("key", "version-" + i));
    }
    FingerprintSet set = new FingerprintSet(buffer.fingerprints());

    for (int i = 0; i < 10_000; i++) {
      assertThat(set.contains(Fingerprint.of("key", "version-" + i))).isTrue();
    }
    assertThat(set.contains(Fingerprint.of("key", "version-10000"))).isFalse();
  }

  @Test
  void tellsAKeyFromItsVersions() {
    assertThat(Fingerprint.of("key")).isNotEqualTo(Fingerprint.of("key", "v1"));
    assertThat(Fingerprint.of("a", "bc")).isNotEqualTo(Fingerprint.of("ab", "c"));
  }
}
