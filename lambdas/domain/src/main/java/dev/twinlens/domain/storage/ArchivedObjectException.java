package dev.twinlens.domain.storage;

/**
 * The bytes of an object are in an archive (storage class GLACIER or DEEP_ARCHIVE, or an archive
 * tier of INTELLIGENT_TIERING): S3 does not read them until a person has them restored. The message
 * is a sentence for that person.
 */
public final class ArchivedObjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchivedObjectException(Throwable cause) {
    super(
        "The photo is archived, and S3 cannot read it. Restore it in S3, then copy it onto itself"
            + " with the storage class STANDARD: the copy is handled as a new upload.",
        cause);
  }

  /** Why the object cannot be read, and what to do. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
