package dev.twinlens.local.rekognition;

/** Why an object in S3 could not be read. */
public final class S3ReadException extends Exception {

  /** The kind of failure. */
  public enum Reason {
    /** No such bucket, key or version. */
    NOT_FOUND,
    /** The caller has no permission for {@code s3:GetObject}. */
    ACCESS_DENIED,
    /** The object is larger than Rekognition accepts. */
    TOO_LARGE,
    /** S3 itself failed; the same call may succeed later. */
    UNAVAILABLE
  }

  private final Reason reason;

  public S3ReadException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public S3ReadException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
