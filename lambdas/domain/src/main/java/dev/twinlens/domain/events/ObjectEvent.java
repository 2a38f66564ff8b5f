package dev.twinlens.domain.events;

import java.time.Instant;

/** What S3 reports of one key. */
public sealed interface ObjectEvent permits ObjectCreated, ObjectRemoved {
  String bucket();

  /** As it was uploaded, not URL-encoded. */
  String key();

  /** S3's version; {@link ObjectCreated#NO_VERSION} in a bucket that is not versioned. */
  String versionId();

  /** Orders the events of one key. */
  Sequencer sequencer();

  Instant time();
}
