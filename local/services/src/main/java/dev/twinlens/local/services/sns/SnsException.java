package dev.twinlens.local.services.sns;

import java.util.Objects;

/** An error that SNS reports to its client. */
final class SnsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  private SnsException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static SnsException invalidParameter(String message) {
    return new SnsException(400, "InvalidParameter", "Invalid parameter: " + message);
  }

  static SnsException notFound(String what) {
    return new SnsException(404, "NotFound", what + " does not exist");
  }

  static SnsException invalidAction(String action) {
    return new SnsException(
        400, "InvalidAction", "The operation " + action + " is not supported by the local SNS");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
