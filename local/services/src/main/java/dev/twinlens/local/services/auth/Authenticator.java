package dev.twinlens.local.services.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.services.auth.AuthenticationException.Reason;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Identifies the caller of a request of any service by its Signature Version 4, in the header or in
 * the query.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 *     a signed AWS API request</a>
 */
public final class Authenticator {
  private static final Duration LARGEST_SKEW = Duration.ofMinutes(15);
  private static final Duration LONGEST_LIFE = Duration.ofDays(7);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

  private final AccessKeys keys;
  private final String region;
  private final Clock clock;

  /**
   * @param region the only region that signatures are valid for
   */
  public Authenticator(AccessKeys keys, String region, Clock clock) {
    this.keys = keys;
    this.region = region;
    this.clock = clock;
  }

  /**
   * Verifies the signature.
   *
   * @param payloadHash the SHA-256 of the body in hexadecimal digits, or what S3 accepts in its
   *     place ({@code UNSIGNED-PAYLOAD}, {@code STREAMING-…})
   */
  public Caller authenticate(SignedRequest request, Signature signature, String payloadHash)
      throws AuthenticationException {
    requireSignedHeaders(request, signature);
    if (!signature.region().equals(region)) {
      throw new AuthenticationException(
          Reason.WRONG_REGION,
          "The region '%s' is wrong; expecting '%s'".formatted(signature.region(), region));
    }
    AccessKeys.OwnedKey signer =
        keys.find(signature.accessKeyId())
            .orElseThrow(
                () ->
                    new AuthenticationException(
                        Reason.UNKNOWN_ACCESS_KEY,
                        "The security token included in the request is invalid."));
    String time =
        signature.presigned()
            ? QueryString.parse(request.query()).firstValues().getOrDefault("X-Amz-Date", "")
            : request.header("x-amz-date").orElse("");
    requireCurrent(request, signature, time);
    String canonicalRequest =
        String.join(
            "\n",
            request.method(),
            canonicalPath(request.path(), signature.service()),
            QueryString.parse(request.query()).canonical(),
            canonicalHeaders(request, signature.signedHeaders()),
            String.join(";", signature.signedHeaders()),
            payloadHash);
    String scope =
        String.join("/", signature.date(), signature.region(), signature.service(), "aws4_request");
    String toSign =
        String.join(
            "\n", "AWS4-HMAC-SHA256", time, scope, sha256(canonicalRequest.getBytes(UTF_8)));
    byte[] key = ("AWS4" + signer.key().secretAccessKey()).getBytes(UTF_8);
    for (String part :
        List.of(signature.date(), signature.region(), signature.service(), "aws4_request")) {
      key = hmac(key, part);
    }
    String expected = HexFormat.of().formatHex(hmac(key, toSign));
    if (!MessageDigest.isEqual(expected.getBytes(UTF_8), signature.value().getBytes(UTF_8))) {
      throw new AuthenticationException(
          Reason.WRONG_SIGNATURE,
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method.");
    }
    return signer.owner();
  }

  /**
   * The age of a request's signature.
   *
   * @param time its {@code X-Amz-Date}, already verified
   */
  public static Duration age(String time, Instant now) {
    return Duration.between(instant(time), now);
  }

  private static Instant instant(String time) {
    return LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
  }

  /** The SHA-256 of the bytes in hexadecimal digits. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Someone else may have added a header that the signature does not cover. */
  private static void requireSignedHeaders(SignedRequest request, Signature signature)
      throws AuthenticationException {
    if (!signature.signedHeaders().contains("host")) {
      throw new AuthenticationException(
          Reason.UNSIGNED_HEADERS, "'Host' must be a 'SignedHeader' in the AWS Authorization.");
    }
    for (String name : request.headers().keySet()) {
      if (name.startsWith("x-amz-") && !signature.signedHeaders().contains(name)) {
        throw new AuthenticationException(
            Reason.UNSIGNED_HEADERS,
            "There were headers present in the request which were not signed: " + name);
      }
    }
  }

  private void requireCurrent(SignedRequest request, Signature signature, String time)
      throws AuthenticationException {
    Instant signed;
    try {
      signed = instant(time);
    } catch (DateTimeException e) {
      throw new AuthenticationException(
          Reason.MALFORMED, "X-Amz-Date must have the form yyyyMMddTHHmmssZ");
    }
    Instant now = clock.instant();
    Duration life = LARGEST_SKEW;
    if (signature.presigned()) {
      String seconds =
          QueryString.parse(request.query()).firstValues().getOrDefault("X-Amz-Expires", "");
      if (!seconds.matches("[0-9]{1,6}")) {
        throw new AuthenticationException(
            Reason.MALFORMED, "X-Amz-Expires must be a number of seconds");
      }
      life = Duration.ofSeconds(Long.parseLong(seconds));
      if (life.compareTo(LONGEST_LIFE) > 0) {
        throw new AuthenticationException(
            Reason.MALFORMED,
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires"
                + " must be less than 604800 seconds");
      }
    }
    if (now.isAfter(signed.plus(life)) || now.isBefore(signed.minus(LARGEST_SKEW))) {
      throw new AuthenticationException(
          Reason.EXPIRED, "Signature expired: " + time + " is not valid at " + now);
    }
    if (!time.startsWith(signature.date())) {
      throw new AuthenticationException(
          Reason.MALFORMED, "the credential's date is not the date of X-Amz-Date");
    }
  }

  /** Clients encode the path as they send it once more, but not for S3, whose keys are paths. */
  private static String canonicalPath(String path, String service) {
    return service.equals("s3")
        ? path
        : URLEncoder.encode(path, UTF_8)
            .replace("%2F", "/")
            .replace("+", "%20")
            .replace("*", "%2A")
            .replace("%7E", "~");
  }

  private static String canonicalHeaders(SignedRequest request, List<String> names) {
    return names.stream()
        .map(
            name ->
                name
                    + ":"
                    + request.headers().getOrDefault(name, List.of()).stream()
                        .map(value -> value.trim().replaceAll("\\s+", " "))
                        .collect(Collectors.joining(","))
                    + "\n")
        .collect(Collectors.joining());
  }

  private static byte[] hmac(byte[] key, String data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
