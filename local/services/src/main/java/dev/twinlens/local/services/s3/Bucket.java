package dev.twinlens.local.services.s3;

import java.time.Instant;

/** A bucket. */
public record Bucket(String name, Instant createdAt, Versioning versioning) {

  /** Whether a write keeps the key's former versions. */
  public enum Versioning {
    /** Never enabled: one object per key. */
    OFF,
    ENABLED,
    /** Enabled before: a write replaces the version {@code null} and keeps the others. */
    SUSPENDED
  }

  Bucket with(Versioning changed) {
    return new Bucket(name, createdAt, changed);
  }
}
