package dev.twinlens.local.services.s3;

/**
 * A change of an object.
 *
 * @param event the name in S3's event notifications without {@code s3:}, for example {@code
 *     ObjectCreated:Put}
 * @param principal the ARN of the caller
 * @param version the version that was created or removed
 * @param sequencer of the change, which for a removal is later than that of the version
 */
record ObjectChange(String event, String principal, ObjectVersion version, String sequencer) {
  /** A change with the sequencer of its version. */
  static ObjectChange of(String event, String principal, ObjectVersion version) {
    return new ObjectChange(event, principal, version, version.sequencer());
  }
}
