package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The calls that AWS's runtime interface client makes through a Linux library, in Java for other
 * systems. Only there is it before AWS's class of the same name on a function's class path.
 */
final class NativeClient {
  private static String invocations = "";

  private NativeClient() {}

  static void init(String runtimeApi) {
    invocations = "http://" + runtimeApi + "/2018-06-01/runtime/invocation/";
  }

  static InvocationRequest next() {
    try {
      HttpURLConnection connection = open("next");
      expectSuccess(connection);
      InvocationRequest request = new InvocationRequest();
      request.setId(connection.getHeaderField("Lambda-Runtime-Aws-Request-Id"));
      request.setInvokedFunctionArn(
          connection.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"));
      request.setDeadlineTimeInMs(connection.getHeaderFieldLong("Lambda-Runtime-Deadline-Ms", 0));
      request.setXrayTraceId(connection.getHeaderField("Lambda-Runtime-Trace-Id"));
      try (InputStream body = connection.getInputStream()) {
        request.setContent(body.readAllBytes());
      }
      return request;
    } catch (IOException e) {
      throw new UncheckedIOException("The runtime API does not respond", e);
    }
  }

  static void postInvocationResponse(byte[] requestId, byte[] response) {
    try {
      HttpURLConnection connection =
          open(new String(requestId, StandardCharsets.UTF_8) + "/response");
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(response.length);
      try (OutputStream body = connection.getOutputStream()) {
        body.write(response);
      }
      expectSuccess(connection);
      try (InputStream content = connection.getInputStream()) {
        content.transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The runtime API does not respond", e);
    }
  }

  private static HttpURLConnection open(String path) throws IOException {
    return (HttpURLConnection) URI.create(invocations + path).toURL().openConnection();
  }

  private static void expectSuccess(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status / 100 != 2) {
      throw new LambdaRuntimeClientException(connection.getURL().toString(), status);
    }
  }
}
