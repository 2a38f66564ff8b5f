package dev.twinlens.infra;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.Resource;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import com.pulumi.test.internal.MockMonitor;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import pulumirpc.Resource.RegisterResourceOutputsRequest;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;
import pulumirpc.Resource.ResourceInvokeRequest;
import pulumirpc.Resource.ResourceInvokeResponse;

/** Runs a program against {@link FakeClouds} and keeps all that it told and asked the engine. */
public final class Program {
  private final TestResult result;
  private final List<Registered> registered;
  private final List<Invoked> invoked;
  private final List<Message> messages;

  /** A function that the program called, with the reference of an explicit provider, or nothing. */
  public record Invoked(String token, Map<String, Object> arguments, String provider) {}

  /**
   * What the program sent to the engine.
   *
   * @param about a kind of message and what it is about
   * @param text the whole message
   * @param plain the message but for what is marked as secret
   */
  record Message(String about, String text, String plain) {}

  private Program(
      TestResult result,
      List<Registered> registered,
      List<Invoked> invoked,
      List<Message> messages) {
    this.result = result;
    this.registered = registered;
    this.invoked = invoked;
    this.messages = messages;
  }

  private static final Map<String, String> AMPLIFY =
      Map.of(
          "twinlens:siteHosting", "amplify",
          "twinlens:siteRepository", "https://github.com/example/twinlens",
          "twinlens:githubToken", FakeClouds.GITHUB_TOKEN);

  /** The whole stack with the page on Amplify, and what else is configured. */
  static Program withAmplify(Map<String, String> more) {
    var config = new HashMap<>(AMPLIFY);
    config.putAll(more);
    return run(config, Main::stack);
  }

  /** The whole stack with the page behind CloudFront, and what else is configured. */
  static Program withCloudFront(Map<String, String> more) {
    var config = new HashMap<>(Map.of("twinlens:siteHosting", "s3"));
    config.putAll(more);
    return run(config, Main::stack);
  }

  /** A stack as its file has it, and in all the ways that a few other settings make of it. */
  public static List<Program> everyFormOf(String stack) {
    return Project.configurations(stack).stream()
        .map(config -> attempt(stack, config, Main::stack).succeeded())
        .toList();
  }

  /** A component alone. */
  static Program ofComponent(Consumer<ComponentResourceOptions> component) {
    return run(Map.of(), context -> component.accept(ComponentResourceOptions.Empty));
  }

  /** Where a component is told to run. */
  static Deployment deployment() {
    return new Deployment(Output.of(FakeClouds.ACCOUNT), Output.of(FakeClouds.REGION), 14, false);
  }

  /** Runs it; whether it failed is the caller's to look at. */
  static Program attempt(Map<String, String> config, Consumer<Context> program) {
    return attempt("test", config, program);
  }

  private static Program attempt(
      String stack, Map<String, String> config, Consumer<Context> program) {
    var requests = new ConcurrentLinkedQueue<Registered>();
    var invokes = new ConcurrentLinkedQueue<Invoked>();
    var messages = new ConcurrentLinkedQueue<Message>();
    var test =
        PulumiTestInternal.builder()
            .options(TestOptions.builder().projectName("twinlens").stackName(stack).build())
            .mocks(new FakeClouds())
            // A failure is in the result; on the console it would look like a broken test.
            .standardLogger(silent())
            .config(config, Set.of("twinlens:githubToken"))
            .monitorDecorator(monitor -> new Recorder(requests::add, invokes::add, messages::add))
            .build();
    try {
      return new Program(
          test.runTest(program),
          List.copyOf(requests),
          List.copyOf(invokes),
          List.copyOf(messages));
    } finally {
      PulumiTestInternal.cleanup();
    }
  }

  private static Logger silent() {
    var logger = Logger.getAnonymousLogger();
    logger.setLevel(Level.OFF);
    return logger;
  }

  /** Runs it and insists that it succeeds. */
  static Program run(Map<String, String> config, Consumer<Context> program) {
    return attempt(config, program).succeeded();
  }

  private Program succeeded() {
    result.throwOnError();
    return this;
  }

  private static final class Recorder extends MockMonitor {
    private final Consumer<Registered> registrations;
    private final Consumer<Invoked> invocations;
    private final Consumer<Message> messages;

    Recorder(
        Consumer<Registered> registrations,
        Consumer<Invoked> invocations,
        Consumer<Message> messages) {
      super(new FakeClouds(), PulumiTestInternal.mockLog());
      this.registrations = registrations;
      this.invocations = invocations;
      this.messages = messages;
    }

    @Override
    public CompletableFuture<RegisterResourceResponse> registerResourceAsync(
        Resource resource, RegisterResourceRequest request) {
      registrations.accept(Registered.from(request));
      messages.accept(
          new Message(
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
      invocations.accept(
          new Invoked(request.getTok(), Wire.plain(request.getArgs()), request.getProvider()));
      messages.accept(
          new Message(
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
      messages.accept(
          new Message(
              "outputs of " + request.getUrn(),
              request.toString(),
              request.toBuilder()
                  .setOutputs(Wire.withoutSecrets(request.getOutputs()))
                  .build()
                  .toString()));
      return super.registerResourceOutputsAsync(request);
    }
  }

  TestResult result() {
    return result;
  }

  public List<Registered> registered() {
    return registered;
  }

  public List<Invoked> invoked() {
    return invoked;
  }

  /** All that the program sent. */
  List<Message> messages() {
    return messages;
  }

  /** The stack's output as a plain value. */
  String output(String name) {
    return PulumiTest.extractValue(result.output(name, String.class));
  }

  /** The one resource of that type and name. */
  Registered resource(String type, String name) {
    var found =
        registered.stream()
            .filter(resource -> resource.type().equals(type) && resource.name().equals(name))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(
          "%d resources %s %s among %s"
              .formatted(
                  found.size(),
                  type,
                  name,
                  registered.stream().map(Registered::toString).sorted().toList()));
    }
    return found.get(0);
  }

  List<Registered> resources(String type) {
    return registered.stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /** The resources right below a component. */
  List<Registered> childrenOf(String name) {
    return registered.stream().filter(resource -> resource.parentName().equals(name)).toList();
  }
}
