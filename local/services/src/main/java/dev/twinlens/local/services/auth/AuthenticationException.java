package dev.twinlens.local.services.auth;

/** A request that is not to be believed; each service has its own words for the reason. */
public final class AuthenticationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** No signature at all. */
    MISSING,
    /** A signature that cannot be read. */
    MALFORMED,
    /** Signed for another region. */
    WRONG_REGION,
    /** The signature leaves out a header that it has to cover. */
    UNSIGNED_HEADERS,
    UNKNOWN_ACCESS_KEY,
    WRONG_SIGNATURE,
    /** Signed too long ago, or for a time to come. */
    EXPIRED
  }

  private final Reason reason;

  AuthenticationException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
