package dev.twinlens.local.services.front;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.Authorizer;
import dev.twinlens.local.services.auth.AuthenticationException;
import dev.twinlens.local.services.auth.Authenticator;
import dev.twinlens.local.services.auth.Caller;
import dev.twinlens.local.services.auth.Signature;
import dev.twinlens.local.services.auth.SignedRequest;
import dev.twinlens.local.services.dynamodb.DynamoDb;
import dev.twinlens.local.services.http.Call;
import dev.twinlens.local.services.http.JsonProtocol;
import dev.twinlens.local.services.http.Reply;
import dev.twinlens.local.services.http.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each request to the service that its signature's credential scope names; one without a
 * signature goes to S3, which refuses it in its own words.
 */
public final class Front extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final int MAX_BODY_BYTES = 20 << 20;
  private static final JsonProtocol GENERIC = new JsonProtocol("1.0");

  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final DynamoDb dynamoDb;
  private final Map<String, Service> services;

  /**
   * The front.
   *
   * @param services all but S3 and DynamoDB, by the name in a credential scope
   */
  public Front(
      Authenticator authenticator,
      Authorizer authorizer,
      Handler s3,
      DynamoDb dynamoDb,
      Map<String, Service> services) {
    super(s3);
    this.authenticator = authenticator;
    this.authorizer = authorizer;
    this.dynamoDb = dynamoDb;
    this.services = Map.copyOf(services);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    SignedRequest signed = signedRequest(request);
    Optional<Signature> signature;
    try {
      signature = Signature.of(signed);
    } catch (AuthenticationException | IllegalArgumentException e) {
      LOG.debug("a signature that cannot be read", e);
      return super.handle(request, response, callback);
    }
    String service = signature.map(Signature::service).orElse("s3");
    if (service.equals("s3")) {
      return super.handle(request, response, callback);
    }
    byte[] body = body(request);
    if (body.length > MAX_BODY_BYTES) {
      write(
          GENERIC.error(413, "RequestEntityTooLargeException", "Request body is too large"),
          response,
          callback);
      return true;
    }
    if (service.equals("dynamodb")) {
      return dynamoDb(request, signed, signature.get(), body, response, callback);
    }
    Service target = services.get(service);
    if (target == null) {
      write(
          GENERIC.error(
              400,
              "UnknownServiceException",
              "The local AWS serves s3, dynamodb, " + services.keySet() + ", not " + service),
          response,
          callback);
      return true;
    }
    try {
      Call call = call(request, signed, signature.get(), body);
      authorize(call, () -> target.requirements(call));
      CompletionStage<Reply> reply = target.handle(call);
      reply.whenComplete((answer, failure) -> finish(answer, failure, response, callback));
    } catch (AuthenticationException e) {
      write(target.refuse(e), response, callback);
    } catch (AccessDeniedException e) {
      write(target.deny(e), response, callback);
    }
    return true;
  }

  private boolean dynamoDb(
      Request request,
      SignedRequest signed,
      Signature signature,
      byte[] body,
      Response response,
      Callback callback)
      throws Exception {
    try {
      Call call = call(request, signed, signature, body);
      JsonNode parameters = dynamoDb.parameters(call);
      authorize(call, () -> dynamoDb.requirements(call, parameters));
    } catch (AuthenticationException e) {
      write(dynamoDb.refuse(e), response, callback);
      return true;
    } catch (AccessDeniedException e) {
      write(dynamoDb.deny(e), response, callback);
      return true;
    } catch (JsonProcessingException e) {
      write(dynamoDb.refuse(e), response, callback);
      return true;
    }
    return dynamoDb.handle(request, body, response, callback);
  }

  private Call call(Request request, SignedRequest signed, Signature signature, byte[] body)
      throws AuthenticationException {
    return new Call(
        authenticate(signed, signature, body),
        request.isSecure(),
        signed.path(),
        firstValues(signed),
        body);
  }

  private void authorize(Call call, Authorizer.Requirements requirements)
      throws AccessDeniedException {
    authorizer.require(call.caller(), call.secure(), Map.of(), requirements);
  }

  private Caller authenticate(SignedRequest request, Signature signature, byte[] body)
      throws AuthenticationException {
    return authenticator.authenticate(request, signature, Authenticator.sha256(body));
  }

  private static void finish(
      Reply answer, Throwable failure, Response response, Callback callback) {
    if (failure == null) {
      write(answer, response, callback);
    } else {
      LOG.warn("a service failed", failure);
      write(
          GENERIC.error(500, "InternalFailure", String.valueOf(failure.getMessage())),
          response,
          callback);
    }
  }

  private static void write(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
    reply.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    response.write(/* last= */ true, ByteBuffer.wrap(reply.body()), callback);
  }

  private static byte[] body(Request request) throws IOException {
    try (InputStream content = Content.Source.asInputStream(request)) {
      return content.readNBytes(MAX_BODY_BYTES + 1);
    }
  }

  private static SignedRequest signedRequest(Request request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers
          .computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(field.getValue());
    }
    return new SignedRequest(
        request.getMethod(),
        request.getHttpURI().getPath(),
        Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""),
        headers);
  }

  private static Map<String, String> firstValues(SignedRequest request) {
    Map<String, String> first = new HashMap<>();
    request.headers().forEach((name, values) -> first.put(name, values.get(0)));
    return first;
  }
}
