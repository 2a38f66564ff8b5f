package dev.twinlens.local.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Throwables;
import dev.twinlens.local.aws.access.AccessDeniedException;
import dev.twinlens.local.aws.auth.AccessKeys;
import dev.twinlens.local.aws.auth.AuthenticationException;
import dev.twinlens.local.aws.auth.Authenticator;
import dev.twinlens.local.aws.auth.Caller;
import dev.twinlens.local.aws.auth.QueryString;
import dev.twinlens.local.aws.auth.Signature;
import dev.twinlens.local.aws.auth.SignedRequest;
import dev.twinlens.local.aws.http.Xml;
import dev.twinlens.local.iam.InvalidPolicyException;
import dev.twinlens.local.iam.PolicyDocument;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * S3 over HTTP: objects and versions by S3Proxy's protocol layer, which verifies bodies and their
 * chunks; who calls, the configuration of buckets, CORS and a few rules that S3Proxy does not know
 * by this part.
 */
public final class S3Servlet extends HttpServlet {
  private static final Logger LOG = LoggerFactory.getLogger(S3Servlet.class);
  private static final long serialVersionUID = 1L;

  private static final Set<String> ABSENT_OBJECT = Set.of("NoSuchKey", "NoSuchVersion");
  private static final String CONTENT_SHA256 = "x-amz-content-sha256";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private static final long MAX_PUT_BYTES = 5L << 30;

  /** A body whose signature covers it is held in memory until that is verified. */
  private static final long MAX_SIGNED_BODY_BYTES = 64L << 20;

  private static final int MAX_CHUNK_BYTES = 16 << 20;
  private static final int MAX_CONFIGURATION_BYTES = 1 << 20;
  private static final int MAX_SKEW_SECONDS = 15 * 60;

  private final transient ObjectStore objects;
  private final transient BucketConfigurations configurations;
  private final transient EventNotifications notifications;
  private final transient Cors cors;
  private final transient Authenticator authenticator;
  private final transient BucketAccess access;
  private final transient Clock clock;
  private final transient S3ProxyHandler s3proxy;

  /** The request that a thread is answering: S3Proxy does not hand trailers on to its stores. */
  private static final ThreadLocal<S3Request> CURRENT = new ThreadLocal<>();

  /**
   * The servlet.
   *
   * @param storeFor the objects as the principal with that ARN sees them, with what the current
   *     request brings
   */
  public S3Servlet(
      ObjectStore objects,
      BucketConfigurations configurations,
      EventNotifications notifications,
      AccessKeys keys,
      Authenticator authenticator,
      BucketAccess access,
      Clock clock,
      BiFunction<String, CurrentRequest, BlobStore> storeFor) {
    this.objects = objects;
    this.configurations = configurations;
    this.notifications = notifications;
    this.cors = new Cors(configurations);
    this.authenticator = authenticator;
    this.access = access;
    this.clock = clock;
    CurrentRequest current = new OfThisThread();
    this.s3proxy =
        new S3ProxyHandler(
            storeFor.apply(keys.administratorArn(), current),
            AuthenticationType.AWS_V4,
            keys.administrator().accessKeyId(),
            keys.administrator().secretAccessKey(),
            /* virtualHost= */ null,
            MAX_PUT_BYTES,
            MAX_SIGNED_BODY_BYTES,
            MAX_CHUNK_BYTES,
            /* ignoreUnknownHeaders= */ false,
            /* corsRules= */ null,
            /* servicePath= */ null,
            MAX_SKEW_SECONDS);
    s3proxy.setBlobStoreLocator(
        (accessKeyId, bucket, key) ->
            Optional.ofNullable(accessKeyId)
                .flatMap(keys::caller)
                .map(
                    caller ->
                        new AccessGrant(
                            keys.secret(caller.accessKeyId()),
                            storeFor.apply(caller.principalArn(), current)))
                .orElse(null));
  }

  @Override
  protected void service(HttpServletRequest original, HttpServletResponse response)
      throws IOException {
    S3Request request;
    try {
      request = new S3Request(original);
    } catch (IllegalArgumentException e) {
      write(
          S3Errors.error(400, "InvalidURI", "Couldn't parse the specified URI."),
          original,
          response);
      return;
    }
    CURRENT.set(request);
    try {
      answer(request, response);
      echo(request.trailingChecksum(), response);
    } catch (IOException | RuntimeException e) {
      request.drain();
      write(hideWhatIsThere(known(e, request), request), request, response);
    } finally {
      CURRENT.remove();
    }
    request.drain();
  }

  private static AwsServiceException known(Exception e, HttpServletRequest request) {
    return Throwables.getCausalChain(e).stream()
        .filter(AwsServiceException.class::isInstance)
        .map(AwsServiceException.class::cast)
        .findFirst()
        .orElseGet(() -> unexpected(request, e));
  }

  /** Who may not list a bucket is not told which objects are not in it. */
  private static AwsServiceException hideWhatIsThere(AwsServiceException e, S3Request request) {
    if (!ABSENT_OBJECT.contains(code(e)) || request.access().isEmpty()) {
      return e;
    }
    try {
      request.access().get().requireListing();
      return e;
    } catch (AccessDeniedException denied) {
      return S3Errors.error(403, "AccessDenied", denied.getMessage());
    }
  }

  /** What this thread's request brings. */
  private static final class OfThisThread implements CurrentRequest {
    @Override
    public Optional<ObjectChecksum> trailer() throws IOException {
      return CURRENT.get().trailingChecksum();
    }

    @Override
    public S3Access access() {
      return CURRENT.get().access().orElseThrow();
    }
  }

  private static void echo(Optional<ObjectChecksum> checksum, HttpServletResponse response) {
    if (checksum.isPresent() && !response.isCommitted()) {
      response.setHeader(checksum.get().algorithm().header(), checksum.get().value());
    }
  }

  private void answer(S3Request request, HttpServletResponse response) throws IOException {
    S3Address address = S3Address.of(request.getRequestURI());
    if (request.getMethod().equals("OPTIONS")) {
      cors.preflight(address.bucket(), request, response);
      return;
    }
    cors.decorate(address.bucket(), request, response);
    SignedRequest signedRequest = signedRequest(request);
    Signature signature = signature(signedRequest);
    refuseUnknownLength(request, address);
    Caller caller = authenticate(signedRequest, signature);
    LOG.debug("{} {} by {}", request.getMethod(), request.getRequestURI(), caller);
    Map<String, String> query = QueryString.parse(signedRequest.query()).firstValues();
    authorize(request, address, query, caller, signature);
    Optional<Subresource> subresource =
        Subresource.of(query)
            .filter(named -> !address.bucket().isEmpty() && address.key().isEmpty());
    if (subresource.isPresent()) {
      configure(address.bucket(), subresource.get(), request, response);
    } else {
      s3proxy.doHandle(request, request, response, request.getInputStream(), /* ctx= */ null);
    }
  }

  private void authorize(
      S3Request request,
      S3Address address,
      Map<String, String> query,
      Caller caller,
      Signature signature) {
    S3Access ofRequest =
        access.of(caller, request.isSecure(), signatureKeys(request, signature, query));
    request.access(ofRequest);
    try {
      ofRequest.require(
          () ->
              S3Actions.of(
                  request.getMethod(),
                  address,
                  query,
                  name -> request.getHeader(name) != null,
                  Objects.requireNonNullElse(request.getHeader("x-amz-copy-source"), "")));
    } catch (AccessDeniedException e) {
      throw S3Errors.error(403, "AccessDenied", e.getMessage());
    }
  }

  /**
   * The condition keys that tell of the signature.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html">Amazon
   *     S3 Signature Version 4 authentication specific policy keys</a>
   */
  private Map<String, String> signatureKeys(
      HttpServletRequest request, Signature signature, Map<String, String> query) {
    String time = signature.presigned() ? query.get("X-Amz-Date") : request.getHeader("x-amz-date");
    return Map.of(
        BucketAccess.AUTH_TYPE,
        signature.presigned() ? "REST-QUERY-STRING" : "REST-HEADER",
        BucketAccess.SIGNATURE_VERSION,
        "AWS4-HMAC-SHA256",
        BucketAccess.SIGNATURE_AGE,
        String.valueOf(Authenticator.age(time, clock.instant()).toMillis()));
  }

  private static SignedRequest signedRequest(HttpServletRequest request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
    }
    return new SignedRequest(
        request.getMethod(),
        request.getRequestURI(),
        Objects.requireNonNullElse(request.getQueryString(), ""),
        headers);
  }

  /** Every bucket is private: nothing here is for a caller without a signature. */
  private static Signature signature(SignedRequest request) {
    boolean version2 =
        QueryString.parse(request.query()).firstValues().containsKey("AWSAccessKeyId")
            || request
                .headers()
                .getOrDefault("authorization", List.of(""))
                .get(0)
                .startsWith("AWS ");
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

  private static void refuseUnknownLength(HttpServletRequest request, S3Address address) {
    if (request.getMethod().equals("PUT")
        && !address.key().isEmpty()
        && request.getContentLengthLong() < 0
        && request.getHeader("x-amz-decoded-content-length") == null
        && request.getHeader("x-amz-copy-source") == null) {
      throw S3Errors.error(
          411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    }
  }

  private void configure(
      String bucket,
      Subresource subresource,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_CONFIGURATION_BYTES + 1);
    requireDeclared(request, body);
    objects.bucket(bucket);
    switch (request.getMethod()) {
      case "GET" -> {
        String document =
            configurations.get(bucket, subresource.parameter()).orElseGet(subresource::absent);
        response.setStatus(200);
        response.setContentType(subresource.xml() ? "application/xml" : "application/json");
        response.getOutputStream().write(document.getBytes(UTF_8));
      }
      case "PUT" -> {
        if (body.length > MAX_CONFIGURATION_BYTES) {
          throw S3Errors.error(400, "MaxMessageLengthExceeded", "Your request was too big.");
        }
        put(bucket, subresource, new String(body, UTF_8));
        response.setStatus(subresource.putStatus());
      }
      case "DELETE" -> {
        configurations.remove(bucket, subresource.parameter());
        response.setStatus(204);
      }
      default ->
          throw S3Errors.error(
              405,
              "MethodNotAllowed",
              "The specified method is not allowed against this resource.");
    }
    response.setHeader("x-amz-request-id", requestId());
  }

  private void put(String bucket, Subresource subresource, String document) {
    Runnable afterwards =
        switch (subresource) {
          case POLICY -> {
            requirePolicy(document);
            yield () -> {};
          }
          case NOTIFICATION -> {
            requireRoot(subresource, document);
            yield notifications.validate(bucket, document);
          }
          case CORS -> {
            requireRoot(subresource, document);
            CorsRule.parse(document);
            yield () -> {};
          }
          default -> {
            requireRoot(subresource, document);
            yield () -> {};
          }
        };
    configurations.put(bucket, subresource.parameter(), document);
    afterwards.run();
  }

  private static void requireRoot(Subresource subresource, String document) {
    try {
      if (!subresource.rootElement().equals(Xml.parse(document.getBytes(UTF_8)).getLocalName())) {
        throw Notification.malformed();
      }
    } catch (IOException e) {
      throw Notification.malformed();
    }
  }

  private static void requirePolicy(String document) {
    try {
      Objects.requireNonNull(PolicyDocument.resourcePolicy(document));
    } catch (InvalidPolicyException e) {
      throw S3Errors.error(400, "MalformedPolicy", e.getMessage());
    }
  }

  /**
   * Who calls. The signature covers what the request says of its body; S3Proxy checks what arrives,
   * chunk by chunk where that is signed too, against it.
   */
  private Caller authenticate(SignedRequest request, Signature signature) {
    String declared =
        Optional.ofNullable(request.headers().get(CONTENT_SHA256))
            .map(values -> values.get(0))
            .orElse(UNSIGNED);
    try {
      try {
        return authenticator.authenticate(
            request, signature, signature.presigned() ? UNSIGNED : declared);
      } catch (AuthenticationException e) {
        // A presigned URL may have been signed for one body: with the hash in this header.
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

  private static void requireDeclared(HttpServletRequest request, byte[] body) {
    String declared = request.getHeader(CONTENT_SHA256);
    if (declared != null
        && declared.matches("[0-9a-f]{64}")
        && !declared.equals(Authenticator.sha256(body))) {
      throw S3Errors.error(
          400,
          "XAmzContentSHA256Mismatch",
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
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

  private static AwsServiceException unexpected(HttpServletRequest request, Exception e) {
    if (e instanceof IllegalArgumentException) {
      LOG.debug("{} {}", request.getMethod(), request.getRequestURI(), e);
      return S3Errors.error(400, "InvalidRequest", String.valueOf(e.getMessage()));
    }
    if (e instanceof UnsupportedOperationException) {
      return S3Errors.error(501, "NotImplemented", String.valueOf(e.getMessage()));
    }
    LOG.warn("{} {} failed", request.getMethod(), request.getRequestURI(), e);
    return S3Errors.error(
        500, "InternalError", "We encountered an internal error. Please try again.");
  }

  private static void write(
      AwsServiceException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      throw new IOException("an answer broke off", e);
    }
    Optional.ofNullable(S3Exceptions.httpResponse(e))
        .ifPresent(
            headers -> {
              for (String name : List.of("ETag", "x-amz-delete-marker", "x-amz-version-id")) {
                headers
                    .firstMatchingHeader(name)
                    .ifPresent(value -> response.setHeader(name, value));
              }
            });
    if (!response.containsHeader("x-amz-request-id")) {
      response.setHeader("x-amz-request-id", requestId());
    }
    response.setStatus(e.statusCode());
    if (request.getMethod().equals("HEAD") || e.statusCode() == 304) {
      return;
    }
    StringBuilder document =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>")
            .append(element("Code", code(e)))
            .append(element("Message", message(e)));
    document
        .append(element("Resource", request.getRequestURI()))
        .append(element("RequestId", response.getHeader("x-amz-request-id")))
        .append("</Error>");
    response.setContentType("application/xml");
    response.getOutputStream().write(document.toString().getBytes(UTF_8));
  }

  private static String code(AwsServiceException e) {
    return Optional.ofNullable(S3Exceptions.errorCode(e))
        .orElseGet(
            () ->
                switch (e.statusCode()) {
                  case 403 -> "AccessDenied";
                  case 405 -> "MethodNotAllowed";
                  case 412 -> "PreconditionFailed";
                  case 416 -> "InvalidRange";
                  default -> "InvalidRequest";
                });
  }

  private static String message(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorMessage() == null
        ? "The request cannot be carried out."
        : e.awsErrorDetails().errorMessage();
  }

  private static String element(String name, String text) {
    return "<" + name + ">" + Xml.escape(text) + "</" + name + ">";
  }

  private static String requestId() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16).toUpperCase(Locale.ROOT);
  }
}
