package dev.twinlens.local.pulumi;

import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import pulumirpc.EngineGrpc;
import pulumirpc.EngineOuterClass.GetRootResourceRequest;
import pulumirpc.EngineOuterClass.GetRootResourceResponse;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.EngineOuterClass.LogSeverity;
import pulumirpc.EngineOuterClass.SetRootResourceRequest;
import pulumirpc.EngineOuterClass.SetRootResourceResponse;
import pulumirpc.Resource.RegisterResourceOutputsRequest;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;
import pulumirpc.Resource.ResourceInvokeRequest;
import pulumirpc.Resource.ResourceInvokeResponse;
import pulumirpc.Resource.SupportsFeatureRequest;
import pulumirpc.Resource.SupportsFeatureResponse;
import pulumirpc.ResourceMonitorGrpc;

/**
 * The part of Pulumi's engine that a program calls: the gRPC services {@code ResourceMonitor} and
 * {@code Engine}, on a free loopback port. Every registered resource goes to a {@link
 * ResourceHandler}; after the first failure no further registration is accepted.
 *
 * <p>The protocol is Pulumi's {@code resource.proto} and {@code engine.proto}; its stubs come with
 * Pulumi's Java SDK.
 */
public final class PulumiEngine implements AutoCloseable {
  private static final Set<String> FEATURES =
      Set.of("secrets", "resourceReferences", "aliasSpecs", "deletedWith");

  private final String project;
  private final String stack;
  private final ResourceHandler handler;
  private final EngineListener listener;
  private final Registrations registrations = new Registrations();
  private final Set<String> protectedUrns = ConcurrentHashMap.newKeySet();
  private final Aliases aliases = new Aliases();
  private final AtomicReference<DeploymentFailure> failure = new AtomicReference<>();
  private final AtomicReference<String> rootUrn = new AtomicReference<>("");
  private final AtomicReference<Struct> stackOutputs = new AtomicReference<>();
  // Provisioning blocks and may wait for other resources, so each call needs its own thread.
  // No virtual thread: those that load a class keep their carrier, and may then wait for ever.
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("pulumi-engine-", 0).factory());
  private final Server server;

  private PulumiEngine(
      String project, String stack, ResourceHandler handler, EngineListener listener)
      throws IOException {
    this.project = project;
    this.stack = stack;
    this.handler = handler;
    this.listener = listener;
    this.server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), /* port= */ 0))
            .executor(executor)
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .addService(new Monitor())
            .addService(new Engine())
            .build()
            .start();
  }

  /** Starts an engine that creates every registered resource. */
  public static PulumiEngine start(
      String project, String stack, Provider provider, EngineListener listener) {
    return start(project, stack, new ProvisioningHandler(provider, listener), listener);
  }

  /** Starts an engine that hands every registered resource to the handler. */
  public static PulumiEngine start(
      String project, String stack, ResourceHandler handler, EngineListener listener) {
    try {
      return new PulumiEngine(project, stack, handler, listener);
    } catch (IOException e) {
      throw new DeploymentFailure(
          "Pulumi's engine protocol could not be served on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  /** {@code host:port}, as in {@code PULUMI_MONITOR} and {@code PULUMI_ENGINE}. */
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** What the program has registered so far. */
  public Registrations registrations() {
    return registrations;
  }

  /** The stack's outputs, plain; empty until the program has finished without a failure. */
  public Optional<Map<String, Object>> stackOutputs() {
    return Optional.ofNullable(stackOutputs.get()).map(PulumiEngine::plainOutputs);
  }

  /** The first failure to provision a resource. */
  public Optional<DeploymentFailure> failure() {
    return Optional.ofNullable(failure.get());
  }

  @Override
  public void close() {
    server.shutdownNow();
    executor.shutdownNow();
    try {
      if (!server.awaitTermination(5, TimeUnit.SECONDS)) {
        listener.message(EngineListener.Severity.WARNING, "Pulumi's engine protocol did not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RegisterResourceResponse register(RegisterResourceRequest request) {
    Optional<Urn> parent =
        Optional.of(request.getParent()).filter(urn -> !urn.isEmpty()).map(Urn::parse);
    String type = request.getType();
    String types = parent.map(above -> above.typesBelow(type)).orElse(type);
    Urn urn = new Urn(stack, project, types, request.getName());
    registrations.add(
        urn.toString(), request.getParent(), PropertyValues.answer(request.getObject()));
    boolean isProtected = request.getProtect() || protectedUrns.contains(request.getParent());
    if (isProtected) {
      protectedUrns.add(urn.toString());
    }
    ResourceState state =
        handler.handle(
            new Registration(
                urn.toString(), aliases.register(urn, parent, request), isProtected, request));
    return RegisterResourceResponse.newBuilder()
        .setUrn(urn.toString())
        .setId(state.id())
        .setObject(state.outputs())
        .build();
  }

  private ResourceInvokeResponse invoke(ResourceInvokeRequest request) {
    return ResourceInvokeResponse.newBuilder()
        .setReturn(handler.invoke(request.getTok(), request.getArgs()))
        .build();
  }

  /**
   * Makes the call; the first exception fails the deployment.
   *
   * @param problem what an exception means, as the message starts
   */
  private <T> T orFail(String problem, Supplier<T> call) {
    try {
      return call.get();
    } catch (DeploymentFailure e) {
      throw fail(e);
    } catch (UnsupportedException e) {
      throw fail(new DeploymentFailure(String.valueOf(e.getMessage()), e));
    } catch (RuntimeException e) {
      throw fail(new DeploymentFailure(problem + ": " + e.getMessage(), e));
    }
  }

  private DeploymentFailure fail(DeploymentFailure newest) {
    failure.compareAndSet(null, newest);
    return newest;
  }

  /** Answers the call, with an error when it fails or when one has failed before. */
  private <T> void answer(StreamObserver<T> observer, Supplier<T> call) {
    try {
      DeploymentFailure earlier = failure.get();
      if (earlier != null) {
        throw new DeploymentFailure("the deployment has failed: " + earlier.getMessage());
      }
      observer.onNext(call.get());
      observer.onCompleted();
    } catch (RuntimeException e) {
      observer.onError(
          Status.UNKNOWN.withDescription(e.getMessage()).withCause(e).asRuntimeException());
    }
  }

  private final class Monitor extends ResourceMonitorGrpc.ResourceMonitorImplBase {
    @Override
    public void supportsFeature(
        SupportsFeatureRequest request, StreamObserver<SupportsFeatureResponse> observer) {
      boolean supported = FEATURES.contains(request.getId());
      answer(observer, () -> SupportsFeatureResponse.newBuilder().setHasSupport(supported).build());
    }

    @Override
    public void registerResource(
        RegisterResourceRequest request, StreamObserver<RegisterResourceResponse> observer) {
      String problem =
          "%s \"%s\" could not be provisioned".formatted(request.getType(), request.getName());
      answer(observer, () -> orFail(problem, () -> register(request)));
    }

    @Override
    public void registerResourceOutputs(
        RegisterResourceOutputsRequest request, StreamObserver<Empty> observer) {
      answer(
          observer,
          () -> {
            if (Urn.parse(request.getUrn()).isStack()) {
              stackOutputs.set(request.getOutputs());
            }
            return Empty.getDefaultInstance();
          });
    }

    @Override
    public void invoke(
        ResourceInvokeRequest request, StreamObserver<ResourceInvokeResponse> observer) {
      answer(
          observer,
          () -> orFail(request.getTok() + " failed", () -> PulumiEngine.this.invoke(request)));
    }

    @Override
    public void signalAndWaitForShutdown(Empty request, StreamObserver<Empty> observer) {
      observer.onNext(Empty.getDefaultInstance());
      observer.onCompleted();
    }
  }

  private final class Engine extends EngineGrpc.EngineImplBase {
    @Override
    public void log(LogRequest request, StreamObserver<Empty> observer) {
      if (!request.getEphemeral()) {
        EngineListener.Severity severity = severity(request.getSeverity());
        // After a failure, the program's errors are that failure again, with a stack trace.
        boolean isKnown = severity == EngineListener.Severity.ERROR && failure.get() != null;
        listener.message(isKnown ? EngineListener.Severity.DEBUG : severity, request.getMessage());
      }
      observer.onNext(Empty.getDefaultInstance());
      observer.onCompleted();
    }

    @Override
    public void getRootResource(
        GetRootResourceRequest request, StreamObserver<GetRootResourceResponse> observer) {
      answer(observer, () -> GetRootResourceResponse.newBuilder().setUrn(rootUrn.get()).build());
    }

    @Override
    public void setRootResource(
        SetRootResourceRequest request, StreamObserver<SetRootResourceResponse> observer) {
      answer(
          observer,
          () -> {
            rootUrn.set(request.getUrn());
            return SetRootResourceResponse.getDefaultInstance();
          });
    }
  }

  private static Map<String, Object> plainOutputs(Struct outputs) {
    Map<String, Object> plain = PropertyValues.plain(outputs);
    plain.replaceAll((name, value) -> wholeNumber(value));
    return plain;
  }

  /** A whole number without a fraction: on the wire, every number is a floating-point number. */
  private static Object wholeNumber(Object value) {
    return value instanceof Double number && number == number.longValue()
        ? (Object) number.longValue()
        : value;
  }

  private static EngineListener.Severity severity(LogSeverity severity) {
    return switch (severity) {
      case DEBUG -> EngineListener.Severity.DEBUG;
      case INFO -> EngineListener.Severity.INFO;
      case WARNING -> EngineListener.Severity.WARNING;
      case ERROR, UNRECOGNIZED -> EngineListener.Severity.ERROR;
    };
  }
}
