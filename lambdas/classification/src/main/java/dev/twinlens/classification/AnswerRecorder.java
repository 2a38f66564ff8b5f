package dev.twinlens.classification;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps the text of an answer beside the model object, which holds only the fields that this SDK
 * version knows.
 */
final class AnswerRecorder implements ExecutionInterceptor {
  /** Where one request wants its answer's text. */
  static final ExecutionAttribute<AtomicReference<String>> ANSWER =
      new ExecutionAttribute<>("TwinlensAnswer");

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    AtomicReference<String> answer = attributes.getAttribute(ANSWER);
    Optional<InputStream> body = context.responseBody();
    if (answer == null || body.isEmpty()) {
      return body;
    }
    try (InputStream content = body.get()) {
      byte[] bytes = content.readAllBytes();
      answer.set(new String(bytes, StandardCharsets.UTF_8));
      return Optional.of(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
