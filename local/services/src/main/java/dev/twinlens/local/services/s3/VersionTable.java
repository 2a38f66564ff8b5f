package dev.twinlens.local.services.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.StateTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The versions of objects, ordered by bucket, key and age: the newest version of a key comes first.
 */
final class VersionTable {
  /** S3 orders keys by their UTF-8 bytes. */
  static final Comparator<String> KEY_ORDER =
      (one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));

  private static final String SEPARATOR = "\0";

  private final StateTable<ObjectVersion> versions;

  VersionTable(StateStore state) {
    this.versions = state.table("versions", ObjectVersion.class);
  }

  /** Within a transaction. */
  void put(ObjectVersion version) {
    versions.put(tableKey(version), version);
  }

  /** Within a transaction. */
  void remove(ObjectVersion version) {
    versions.remove(tableKey(version));
  }

  boolean isEmpty(String bucket) {
    return versions.startingWith(bucket + SEPARATOR).findAny().isEmpty();
  }

  /** The versions of one key. */
  Stream<ObjectVersion> of(String bucket, String key) {
    return versions.startingWith(bucket + SEPARATOR + key + SEPARATOR).map(StateTable.Entry::value);
  }

  /** The versions of a bucket from a key on, including that key. */
  Stream<ObjectVersion> from(String bucket, String key) {
    return versions
        .from(bucket + SEPARATOR + key)
        .map(StateTable.Entry::value)
        .takeWhile(version -> version.bucket().equals(bucket));
  }

  Stream<ObjectVersion> all() {
    return versions.values().stream();
  }

  private static String tableKey(ObjectVersion version) {
    return String.join(
        SEPARATOR,
        version.bucket(),
        version.key(),
        "%016X".formatted(~Long.parseUnsignedLong(version.sequencer(), 16)));
  }
}
