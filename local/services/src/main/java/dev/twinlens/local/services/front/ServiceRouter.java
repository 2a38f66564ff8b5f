package dev.twinlens.local.services.front;

import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.Authorizer;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.AuthenticationException;
import dev.twinlens.local.services.auth.Authenticator;
import dev.twinlens.local.services.auth.Signature;
import dev.twinlens.local.services.auth.SignedRequest;
import dev.twinlens.local.services.http.Exchange;
import dev.twinlens.local.services.http.JsonProtocol;
import dev.twinlens.local.services.http.MalformedRequestException;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.http.ServiceCall;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each request to the service in the credential scope of its signature. Requests without a
 * readable signature go to S3, which rejects them with its own errors.
 */
public final class ServiceRouter extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceRouter.class);
  private static final String S3 = "s3";
  private static final int MAX_BODY_BYTES = 20 << 20;
  private static final JsonProtocol GENERIC = new JsonProtocol("1.0");

  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final Map<String, Service> services;

  /**
   * The router.
   *
   * @param services all but S3, by their name in a credential scope
   */
  public ServiceRouter(
      Authenticator authenticator,
      Authorizer authorizer,
      Handler s3,
      Map<String, Service> services) {
    super(s3);
    this.authenticator = authenticator;
    this.authorizer = authorizer;
    this.services = Map.copyOf(services);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    SignedRequest signed = SignedRequest.of(request);
    Optional<Signature> signature;
    try {
      signature = Signature.of(signed).filter(found -> !found.service().equals(S3));
    } catch (AuthenticationException | IllegalArgumentException e) {
      LOG.debug("unreadable signature", e);
      signature = Optional.empty();
    }
    if (signature.isEmpty()) {
      return super.handle(request, response, callback);
    }
    route(signed, signature.get(), new Exchange(request, response, callback));
    return true;
  }

  private void route(SignedRequest signed, Signature signature, Exchange exchange)
      throws Exception {
    byte[] body = body(exchange.request());
    Service service = services.get(signature.service());
    if (body.length > MAX_BODY_BYTES) {
      exchange.write(
          GENERIC.error(413, "RequestEntityTooLargeException", "Request body is too large"));
    } else if (service == null) {
      exchange.write(
          GENERIC.error(
              400,
              "UnknownServiceException",
              "The local AWS serves s3, %s; it does not serve %s"
                  .formatted(
                      String.join(", ", services.keySet().stream().sorted().toList()),
                      signature.service())));
    } else {
      call(service, signed, signature, body, exchange);
    }
  }

  private void call(
      Service service, SignedRequest signed, Signature signature, byte[] body, Exchange exchange)
      throws Exception {
    try {
      ServiceCall call =
          new ServiceCall(
              authenticator.authenticate(signed, signature, Authenticator.sha256(body)),
              exchange.request().isSecure(),
              signed.method(),
              signed.path(),
              firstValues(signed),
              body);
      authorize(service, call);
      service.handle(call, exchange);
    } catch (AuthenticationException e) {
      exchange.write(service.errors().unauthenticated(e));
    } catch (AccessDeniedException e) {
      exchange.write(service.errors().denied(e));
    } catch (MalformedRequestException e) {
      exchange.write(service.errors().malformed(e));
    } catch (RuntimeException e) {
      LOG.warn("{} failed", signature.service(), e);
      exchange.write(GENERIC.error(500, "InternalFailure", String.valueOf(e.getMessage())));
    }
  }

  private void authorize(Service service, ServiceCall call)
      throws AccessDeniedException, MalformedRequestException {
    try {
      authorizer.require(call.caller(), call.secure(), Map.of(), service.requiredPermissions(call));
    } catch (UnknownOperationException e) {
      throw authorizer.denyUnknown(call.caller(), e);
    }
  }

  private static byte[] body(Request request) throws IOException {
    try (InputStream content = Content.Source.asInputStream(request)) {
      return content.readNBytes(MAX_BODY_BYTES + 1);
    }
  }

  private static Map<String, String> firstValues(SignedRequest request) {
    Map<String, String> first = new HashMap<>();
    request.headers().forEach((name, values) -> first.put(name, values.get(0)));
    return first;
  }
}
