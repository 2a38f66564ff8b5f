package dev.twinlens.local.services.s3;

import dev.twinlens.local.services.auth.AccessKeys;
import dev.twinlens.local.services.s3.awssdk.DiskBlobStore;
import dev.twinlens.local.services.s3.awssdk.S3Stores;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpHeader;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * S3Proxy's protocol layer over the stores of this package. It handles requests for objects and
 * versions, and verifies bodies and their chunks.
 */
final class S3Protocol {
  private static final long MAX_PUT_BYTES = 5L << 30;

  /** A body that the signature covers is kept in memory until it is verified. */
  private static final long MAX_SIGNED_BODY_BYTES = 64L << 20;

  private static final int MAX_CHUNK_BYTES = 16 << 20;
  private static final int MAX_SKEW_SECONDS = 15 * 60;

  /** What a thread handles: S3Proxy does not pass all of it to its blob stores. */
  private static final ThreadLocal<Exchange> CURRENT = new ThreadLocal<>();

  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final S3ProxyHandler s3proxy;

  S3Protocol(AccessKeys keys, S3Stores stores) {
    s3proxy =
        new S3ProxyHandler(
            blobStore(stores, keys.administratorArn()),
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
                            blobStore(stores, caller.principalArn())))
                .orElse(null));
  }

  private static BlobStore blobStore(S3Stores stores, String principal) {
    return new DiskBlobStore(stores, principal, new OfThisThread());
  }

  void handle(S3Request request, HttpServletResponse response) throws IOException {
    CURRENT.set(new Exchange(request, response));
    try {
      s3proxy.doHandle(
          request,
          request,
          new ExactContentType(response),
          request.getInputStream(),
          /* ctx= */ null);
    } finally {
      CURRENT.remove();
    }
  }

  /** Jetty would rewrite the type of an object, for example its charset in lower case. */
  private static final class ExactContentType extends HttpServletResponseWrapper {
    private final HttpServletResponse response;

    ExactContentType(HttpServletResponse response) {
      super(response);
      this.response = response;
    }

    @Override
    public void setContentType(String type) {
      ServletContextResponse.getServletContextResponse(response)
          .getWrapped()
          .getHeaders()
          .put(HttpHeader.CONTENT_TYPE, type);
    }
  }

  private record Exchange(S3Request request, HttpServletResponse response) {}

  /** The request that this thread handles. */
  private static final class OfThisThread implements CurrentRequest {
    @Override
    public Optional<ObjectChecksum> trailer() throws IOException {
      return CURRENT.get().request().trailingChecksum();
    }

    @Override
    public Optional<String> header(String name) {
      return CURRENT.get().request().rawHeader(name);
    }

    @Override
    public Map<String, String> userMetadata() {
      return CURRENT.get().request().userMetadata();
    }

    @Override
    public void respondWith(String name, String value) {
      S3Request request = CURRENT.get().request();
      String override = "response-" + name.toLowerCase(Locale.ROOT);
      if (READS.contains(request.getMethod()) && request.getParameter(override) == null) {
        CURRENT.get().response().setHeader(name, value);
      }
    }

    @Override
    public S3Access access() {
      return CURRENT.get().request().access().orElseThrow();
    }
  }
}
