package dev.twinlens.local.services.s3;

import dev.twinlens.local.services.auth.AuthenticationException;
import dev.twinlens.local.services.auth.Authenticator;
import dev.twinlens.local.services.auth.Caller;
import dev.twinlens.local.services.auth.QueryString;
import dev.twinlens.local.services.auth.Signature;
import dev.twinlens.local.services.auth.SignedRequest;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Identifies the callers of S3, with S3's own rules for bodies and its own errors. */
final class S3Authentication {
  static final String CONTENT_SHA256 = "x-amz-content-sha256";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private final Authenticator authenticator;
  private final InstantSource clock;

  S3Authentication(Authenticator authenticator, InstantSource clock) {
    this.authenticator = authenticator;
    this.clock = clock;
  }

  /** The request's signature. Every bucket is private: anonymous requests are denied. */
  static Signature signature(SignedRequest request) {
    boolean version2 =
        QueryString.parse(request.query()).firstValues().containsKey("AWSAccessKeyId")
            || request.header("authorization").orElse("").startsWith("AWS ");
    if (version2) {
      throw S3Errors.error(
          400,
          "InvalidRequest",
          "The authorization mechanism you have provided is not supported. Please use"
              + " AWS4-HMAC-SHA256.");
    }
    try {
      return Signature.of(request)
          .orElseThrow(() -> S3Errors.error(403, "AccessDenied", "Access Denied"));
    } catch (AuthenticationException e) {
      throw error(e, request);
    }
  }

  /**
   * The caller. The signature covers the declared hash of the body; S3Proxy verifies the body
   * against it, chunk by chunk where the chunks are signed.
   */
  Caller authenticate(SignedRequest request, Signature signature) {
    String declared = request.header(CONTENT_SHA256).orElse(UNSIGNED);
    try {
      try {
        return authenticator.authenticate(
            request, signature, signature.presigned() ? UNSIGNED : declared);
      } catch (AuthenticationException e) {
        // A presigned URL may have been signed for one body, with the hash in this header.
        if (signature.presigned() && !declared.equals(UNSIGNED)) {
          return authenticator.authenticate(request, signature, declared);
        }
        throw e;
      }
    } catch (AuthenticationException e) {
      throw e.reason() == AuthenticationException.Reason.EXPIRED && !signature.presigned()
          ? S3Errors.error(
              403,
              "RequestTimeTooSkewed",
              "The difference between the request time and the current time is too large.")
          : error(e, request);
    }
  }

  /**
   * The condition keys about the signature.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html">Amazon
   *     S3 Signature Version 4 authentication specific policy keys</a>
   */
  Map<String, String> signatureKeys(
      SignedRequest request, Signature signature, Map<String, String> query) {
    String time =
        signature.presigned()
            ? query.getOrDefault("X-Amz-Date", "")
            : request.header("x-amz-date").orElse("");
    return Map.of(
        BucketAccess.AUTH_TYPE,
        signature.presigned() ? "REST-QUERY-STRING" : "REST-HEADER",
        BucketAccess.SIGNATURE_VERSION,
        "AWS4-HMAC-SHA256",
        BucketAccess.SIGNATURE_AGE,
        String.valueOf(Authenticator.age(time, clock.instant()).toMillis()));
  }

  private static AwsServiceException error(AuthenticationException e, SignedRequest request) {
    return switch (e.reason()) {
      case UNSIGNED_HEADERS -> S3Errors.error(403, "AccessDenied", e.getMessage());
      case MISSING -> S3Errors.error(403, "AccessDenied", "Access Denied");
      case MALFORMED, WRONG_REGION ->
          S3Errors.error(
              400,
              request.headers().containsKey("authorization")
                  ? "AuthorizationHeaderMalformed"
                  : "AuthorizationQueryParametersError",
              e.getMessage());
      case UNKNOWN_ACCESS_KEY ->
          S3Errors.error(
              403,
              "InvalidAccessKeyId",
              "The AWS Access Key Id you provided does not exist in our records.");
      case WRONG_SIGNATURE -> S3Errors.error(403, "SignatureDoesNotMatch", e.getMessage());
      case EXPIRED -> S3Errors.error(403, "AccessDenied", "Request has expired");
    };
  }
}
