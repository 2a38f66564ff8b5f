package dev.twinlens.local.services.s3;

import java.time.Instant;

/** A bucket. */
public record Bucket(String name, Instant createdAt, Versioning versioning) {

  /** Whether a write keeps what the key held before. */
  public enum Versioning {
    /** Never enabled: one object per key. */
    OFF,
    ENABLED,
    /** Enabled before: writes replace the version {@code null} and keep the others. */
    SUSPENDED
  }

  Bucket with(Versioning changed) {
    return new Bucket(name, createdAt, changed);
  }
}
