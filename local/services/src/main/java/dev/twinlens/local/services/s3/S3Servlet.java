package dev.twinlens.local.services.s3;

import com.google.common.base.Throwables;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.auth.AccessKeys;
import dev.twinlens.local.services.auth.Authenticator;
import dev.twinlens.local.services.auth.Caller;
import dev.twinlens.local.services.auth.QueryString;
import dev.twinlens.local.services.auth.Signature;
import dev.twinlens.local.services.auth.SignedRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * S3 over HTTP: takes a request through CORS, {@link S3Authentication}, {@link BucketAccess} and
 * either {@link BucketConfigurationRequests} or S3Proxy's protocol layer, which serves objects and
 * versions and verifies bodies and their chunks.
 */
public final class S3Servlet extends HttpServlet {
  private static final Logger LOG = LoggerFactory.getLogger(S3Servlet.class);
  private static final long serialVersionUID = 1L;

  private static final Set<String> ABSENT_OBJECT = Set.of("NoSuchKey", "NoSuchVersion");
  private static final long MAX_PUT_BYTES = 5L << 30;

  /** A body whose signature covers it is held in memory until that is verified. */
  private static final long MAX_SIGNED_BODY_BYTES = 64L << 20;

  private static final int MAX_CHUNK_BYTES = 16 << 20;
  private static final int MAX_SKEW_SECONDS = 15 * 60;

  private final transient Cors cors;
  private final transient S3Authentication authentication;
  private final transient BucketAccess access;
  private final transient BucketConfigurationRequests configurations;
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
    this.cors = new Cors(configurations);
    this.authentication = new S3Authentication(authenticator, clock);
    this.access = access;
    this.configurations = new BucketConfigurationRequests(objects, configurations, notifications);
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
      ErrorDocument.write(
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
      ErrorDocument.write(hideWhatIsThere(known(e, request), request), request, response);
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
    if (!ABSENT_OBJECT.contains(ErrorDocument.code(e)) || request.access().isEmpty()) {
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
    SignedRequest signedRequest = S3Authentication.signedRequest(request);
    Signature signature = S3Authentication.signature(signedRequest);
    refuseUnknownLength(request, address);
    Caller caller = authentication.authenticate(signedRequest, signature);
    LOG.debug("{} {} by {}", request.getMethod(), request.getRequestURI(), caller);
    Map<String, String> query = QueryString.parse(signedRequest.query()).firstValues();
    authorize(request, address, query, caller, signature);
    Optional<Subresource> subresource =
        Subresource.of(query)
            .filter(named -> !address.bucket().isEmpty() && address.key().isEmpty());
    if (subresource.isPresent()) {
      configurations.answer(address.bucket(), subresource.get(), request, response);
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
        access.of(
            caller, request.isSecure(), authentication.signatureKeys(request, signature, query));
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
}
