package dev.twinlens.audit;

/** What an audit counts. */
enum Count {
  /** Blobs that are copies in effect. */
  COPIES("copies"),
  /** Object versions in S3. */
  VERSIONS("versions"),
  /** Versions that have no copy although they should. */
  MISSING("missing"),
  /** Copies whose bytes or properties are not those that were copied. */
  DIFFERENT("different"),
  /** Versions that wait for their copy longer than usual. */
  WAITING("waiting"),
  /** Images that wait for their labels longer than usual. */
  UNLABELLED("unlabelled"),
  /** Images that wait for their thumbnail longer than usual. */
  WITHOUT_THUMBNAIL("withoutThumbnail"),
  /** Rows of images whose object is gone. */
  WITHOUT_OBJECT("withoutObject"),
  /** Copies that were read and are sound. */
  VERIFIED("verified");

  private final String field;

  Count(String field) {
    this.field = field;
  }

  /** As the log and the checkpoint write it. */
  String field() {
    return field;
  }
}
