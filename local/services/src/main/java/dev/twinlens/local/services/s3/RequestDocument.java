package dev.twinlens.local.services.s3;

import dev.twinlens.local.services.auth.Authenticator;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Reads the small documents in the bodies of requests that S3Proxy does not handle. */
final class RequestDocument {
  private static final int MAX_BYTES = 1 << 20;

  private RequestDocument() {}

  /**
   * The whole body, empty for none.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException S3's 400 for a body that
   *     is too long or not the one that was signed
   */
  static byte[] read(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      throw S3Errors.error(400, "MaxMessageLengthExceeded", "Your request was too big.");
    }
    String declared = request.getHeader(S3Authentication.CONTENT_SHA256);
    if (declared != null
        && declared.matches("[0-9a-f]{64}")
        && !declared.equals(Authenticator.sha256(body))) {
      throw S3Errors.error(
          400,
          "XAmzContentSHA256Mismatch",
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    return body;
  }
}
