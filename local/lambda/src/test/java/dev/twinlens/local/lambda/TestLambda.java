package dev.twinlens.local.lambda;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.lambda.handlers.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A Lambda service for a function with the name probe. */
final class TestLambda implements AutoCloseable {
  private final AccessControl access = TestFunctions.access("probe");
  private final Path directory;
  private final LambdaService service;

  TestLambda(Path directory, LambdaOptions options) {
    this(directory, options, !RuntimeFiles.nativeLibraryAvailable());
  }

  TestLambda(Path directory, LambdaOptions options, boolean portableClient) {
    this.directory = directory;
    this.service =
        new LambdaService(
            access, directory.resolve("work"), directory.resolve("logs"), options, portableClient);
  }

  LambdaService service() {
    return service;
  }

  FunctionConfiguration probe() {
    return TestFunctions.function(directory, "probe", Probe.class);
  }

  void createProbe() {
    service.createFunction(probe());
  }

  InvocationResult invoke(String event) {
    return start(event).join();
  }

  CompletableFuture<InvocationResult> start(String event) {
    return service.invoke("probe", event.getBytes(StandardCharsets.UTF_8));
  }

  String log() throws IOException {
    return Files.readString(directory.resolve("logs/probe.log"));
  }

  static InvocationRejectedException.Reason rejection(CompletableFuture<InvocationResult> future) {
    try {
      throw new AssertionError("It was not rejected: " + future.join());
    } catch (CompletionException e) {
      return ((InvocationRejectedException) e.getCause()).reason();
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
