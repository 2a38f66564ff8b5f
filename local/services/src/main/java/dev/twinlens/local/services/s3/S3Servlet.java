package dev.twinlens.local.services.s3;

import com.google.common.base.Throwables;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.Caller;
import dev.twinlens.local.services.auth.QueryString;
import dev.twinlens.local.services.auth.Signature;
import dev.twinlens.local.services.auth.SignedRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * S3 over HTTP: takes a request through CORS, {@link S3Authentication}, {@link S3Access} and one of
 * {@link BucketConfigurationRequests}, {@link ObjectTaggingRequests} and {@link S3Protocol}.
 */
final class S3Servlet extends HttpServlet {
  private static final Logger LOG = LoggerFactory.getLogger(S3Servlet.class);
  private static final long serialVersionUID = 1L;
  private static final Set<String> ABSENT_OBJECT = Set.of("NoSuchKey", "NoSuchVersion");

  private final transient BucketCors cors;
  private final transient S3Authentication authentication;
  private final transient BucketAccess access;
  private final transient BucketConfigurationRequests configurations;
  private final transient ObjectTaggingRequests tagging;
  private final transient S3Protocol protocol;

  S3Servlet(
      BucketCors cors,
      S3Authentication authentication,
      BucketAccess access,
      BucketConfigurationRequests configurations,
      ObjectTaggingRequests tagging,
      S3Protocol protocol) {
    this.cors = cors;
    this.authentication = authentication;
    this.access = access;
    this.configurations = configurations;
    this.tagging = tagging;
    this.protocol = protocol;
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
    try {
      handle(request, response);
      echo(request.trailingChecksum(), response);
    } catch (IOException | RuntimeException e) {
      request.drain();
      ErrorDocument.write(hideAbsence(serviceException(e, request), request), request, response);
    }
    request.drain();
  }

  private static AwsServiceException serviceException(Exception e, HttpServletRequest request) {
    return Throwables.getCausalChain(e).stream()
        .filter(AwsServiceException.class::isInstance)
        .map(AwsServiceException.class::cast)
        .findFirst()
        .orElseGet(() -> unexpected(request, e));
  }

  /** A caller that may not list a bucket does not learn which objects are absent. */
  private static AwsServiceException hideAbsence(AwsServiceException e, S3Request request) {
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

  private static void echo(Optional<ObjectChecksum> checksum, HttpServletResponse response) {
    if (checksum.isPresent() && !response.isCommitted()) {
      response.setHeader(checksum.get().algorithm().header(), checksum.get().value());
    }
  }

  private void handle(S3Request request, HttpServletResponse response) throws IOException {
    S3Address address = S3Address.of(request.getRequestURI());
    if (request.getMethod().equals("OPTIONS")) {
      cors.preflight(address.bucket(), request, response);
      return;
    }
    cors.decorate(address.bucket(), request, response);
    SignedRequest signedRequest =
        SignedRequest.of(ServletContextRequest.getServletContextRequest(request));
    Signature signature = S3Authentication.signature(signedRequest);
    requireLength(request, address);
    Caller caller = authentication.authenticate(signedRequest, signature);
    LOG.debug("{} {} by {}", request.getMethod(), request.getRequestURI(), caller);
    Map<String, String> query = QueryString.parse(signedRequest.query()).firstValues();
    request.access(
        access.of(
            caller,
            request.isSecure(),
            authentication.signatureKeys(signedRequest, signature, query)));
    authorize(request, address, query);
    Optional<Subresource> subresource =
        Subresource.of(query)
            .filter(named -> !address.bucket().isEmpty() && address.key().isEmpty());
    if (subresource.isPresent()) {
      configurations.handle(address.bucket(), subresource.get(), request, response);
    } else if (ObjectTaggingRequests.handles(address, query)) {
      tagging.handle(request, address, query, response);
    } else {
      protocol.handle(request, response);
    }
  }

  private static void authorize(S3Request request, S3Address address, Map<String, String> query) {
    S3Access access = request.access().orElseThrow();
    try {
      try {
        access.requireAll(
            S3Actions.of(
                request.getMethod(),
                address,
                query,
                name -> request.getHeader(name) != null,
                Objects.requireNonNullElse(request.getHeader("x-amz-copy-source"), "")));
      } catch (UnknownOperationException e) {
        throw access.denyUnknown(e);
      }
    } catch (AccessDeniedException e) {
      throw S3Errors.error(403, "AccessDenied", e.getMessage());
    }
  }

  private static void requireLength(HttpServletRequest request, S3Address address) {
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
