package dev.twinlens.local.lambda;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A pending invocation. */
final class Invocation {
  private final String requestId = UUID.randomUUID().toString();
  private final byte[] payload;
  private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();

  Invocation(byte[] payload) {
    this.payload = payload;
  }

  String requestId() {
    return requestId;
  }

  byte[] payload() {
    return payload;
  }

  CompletableFuture<InvocationResult> result() {
    return result;
  }
}
