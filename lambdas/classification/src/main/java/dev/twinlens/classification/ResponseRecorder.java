package dev.twinlens.classification;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps the text of a response beside the model object, which holds only the fields that this SDK
 * version knows.
 */
final class ResponseRecorder implements ExecutionInterceptor {
  /** Receives the text of one request's response. */
  static final ExecutionAttribute<StringBuilder> RESPONSE =
      new ExecutionAttribute<>("TwinlensResponse");

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    StringBuilder response = attributes.getAttribute(RESPONSE);
    Optional<InputStream> body = context.responseBody();
    if (response == null || body.isEmpty()) {
      return body;
    }
    try (InputStream content = body.get()) {
      byte[] bytes = content.readAllBytes();
      // The SDK's retry of a call must not leave the text of the failed attempt.
      response.setLength(0);
      response.append(new String(bytes, StandardCharsets.UTF_8));
      return Optional.of(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
