package dev.twinlens.infra.graph;

import com.pulumi.Context;
import com.pulumi.resources.Resource;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import com.pulumi.test.internal.MockMonitor;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import pulumirpc.AliasOuterClass.Alias;
import pulumirpc.Resource.RegisterResourceOutputsRequest;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;
import pulumirpc.Resource.ResourceInvokeRequest;
import pulumirpc.Resource.ResourceInvokeResponse;

/** Runs a program against {@link FakeClouds} and keeps what it sends to Pulumi's engine. */
final class StackRecorder {
  private final StackForm form;
  private final FakeClouds clouds;

  // A program registers resources from several threads.
  private final Collection<RecordedResource> registrations = new ConcurrentLinkedQueue<>();
  private final Collection<RecordedCall> calls = new ConcurrentLinkedQueue<>();
  private final Collection<RecordedMessage> messages = new ConcurrentLinkedQueue<>();

  StackRecorder(StackForm form) {
    this.form = form;
    clouds =
        new FakeClouds(
            form.project(), form.settings().getOrDefault("aws:region", FakeClouds.REGION));
  }

  RecordedStack run(Consumer<Context> program) {
    var test =
        PulumiTestInternal.builder()
            .options(
                TestOptions.builder().projectName(form.project()).stackName(form.stack()).build())
            .mocks(clouds)
            // The errors are in the recording; on the console they would look like a broken build.
            .standardLogger(silent())
            .config(form.settings(), form.secretKeys())
            .monitorDecorator(monitor -> new Recorder())
            .build();
    try {
      var result = test.runTest(program);
      return new RecordedStack(
          form.stack(),
          List.copyOf(registrations),
          List.copyOf(calls),
          outputs(result),
          List.copyOf(messages),
          result.exitCode() == 0 ? List.of() : errors(result));
    } finally {
      PulumiTestInternal.cleanup();
    }
  }

  private static Logger silent() {
    var logger = Logger.getAnonymousLogger();
    logger.setLevel(Level.OFF);
    return logger;
  }

  private static Map<String, Object> outputs(TestResult result) {
    return result.exitCode() != 0
        ? Map.of()
        : result.outputs().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, output -> PulumiTest.extractValue(output.getValue())));
  }

  private static List<String> errors(TestResult result) {
    return result.errors().isEmpty()
        ? List.of("the program ended with " + result.exitCode())
        : result.errors();
  }

  private RecordedResource recorded(RegisterResourceRequest request) {
    return new RecordedResource(
        urn(request.getParent(), request.getType(), request.getName()),
        Urns.asByEngine(request.getParent()),
        Wire.plain(request.getObject()),
        Wire.secrets(request.getObject()),
        new RecordedResource.Options(
            request.getProtect(),
            request.getRetainOnDelete(),
            aliases(request),
            request.getDependenciesList().stream().map(Urns::asByEngine).toList(),
            request.getProvider()));
  }

  private Set<String> aliases(RegisterResourceRequest request) {
    return request.getAliasesList().stream()
        .map(alias -> alias.hasUrn() ? alias.getUrn() : urn(alias.getSpec(), request))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What an alias leaves out is as it is now. */
  private String urn(Alias.Spec alias, RegisterResourceRequest request) {
    var parent = alias.getParentUrn().isEmpty() ? request.getParent() : alias.getParentUrn();
    return Urns.of(
        orElse(alias.getStack(), form.stack()),
        orElse(alias.getProject(), form.project()),
        alias.getNoParent() ? "" : Urns.asByEngine(parent),
        orElse(alias.getType(), request.getType()),
        orElse(alias.getName(), request.getName()));
  }

  private static String orElse(String value, String otherwise) {
    return value.isEmpty() ? otherwise : value;
  }

  private String urn(String parent, String type, String name) {
    return Urns.of(form.stack(), form.project(), Urns.asByEngine(parent), type, name);
  }

  private final class Recorder extends MockMonitor {
    Recorder() {
      super(clouds, PulumiTestInternal.mockLog());
    }

    @Override
    public CompletableFuture<RegisterResourceResponse> registerResourceAsync(
        Resource resource, RegisterResourceRequest request) {
      registrations.add(recorded(request));
      messages.add(
          new RecordedMessage(
              "inputs of " + request.getType() + " " + request.getName(),
              request.toString(),
              request.toBuilder()
                  .setObject(Wire.withoutSecrets(request.getObject()))
                  .build()
                  .toString()));
      return super.registerResourceAsync(resource, request);
    }

    @Override
    public CompletableFuture<ResourceInvokeResponse> invokeAsync(ResourceInvokeRequest request) {
      calls.add(
          new RecordedCall(request.getTok(), Wire.plain(request.getArgs()), request.getProvider()));
      messages.add(
          new RecordedMessage(
              "arguments of " + request.getTok(),
              request.toString(),
              request.toBuilder()
                  .setArgs(Wire.withoutSecrets(request.getArgs()))
                  .build()
                  .toString()));
      return super.invokeAsync(request);
    }

    @Override
    public CompletableFuture<Void> registerResourceOutputsAsync(
        RegisterResourceOutputsRequest request) {
      messages.add(
          new RecordedMessage(
              "outputs of " + request.getUrn(),
              request.toString(),
              request.toBuilder()
                  .setOutputs(Wire.withoutSecrets(request.getOutputs()))
                  .build()
                  .toString()));
      return super.registerResourceOutputsAsync(request);
    }
  }
}
