package dev.twinlens.local.services.auth;

import java.util.Objects;

/** A request that cannot be authenticated; each service has its own error code for the reason. */
public final class AuthenticationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why the request cannot be authenticated. */
  public enum Reason {
    /** The request has no signature. */
    MISSING,
    /** The signature cannot be parsed. */
    MALFORMED,
    /** Signed for another region. */
    WRONG_REGION,
    /** The signature does not cover a header that it must cover. */
    UNSIGNED_HEADERS,
    UNKNOWN_ACCESS_KEY,
    WRONG_SIGNATURE,
    /** Signed too long ago or in the future. */
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

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
