package dev.twinlens.e2e;

import com.google.protobuf.Empty;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import pulumirpc.EngineGrpc;
import pulumirpc.EngineOuterClass.GetRootResourceRequest;
import pulumirpc.EngineOuterClass.GetRootResourceResponse;
import pulumirpc.EngineOuterClass.LogRequest;
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

/** Passes a Pulumi program's calls on to an engine and keeps what the program registers. */
final class RecordingMonitor implements AutoCloseable {
  private final List<RegisterResourceRequest> resources = new CopyOnWriteArrayList<>();
  private final List<ResourceInvokeRequest> invokes = new CopyOnWriteArrayList<>();
  private final ManagedChannel channel;
  private final Server server;

  RecordingMonitor(String engineAddress) throws IOException {
    channel = Grpc.newChannelBuilder(engineAddress, InsecureChannelCredentials.create()).build();
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), /* port= */ 0))
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .addService(new Monitor(ResourceMonitorGrpc.newBlockingStub(channel)))
            .addService(new Engine(EngineGrpc.newBlockingStub(channel)))
            .build()
            .start();
  }

  /** {@code host:port}. */
  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** The resources that are no components, each after those that it depends on. */
  List<RegisterResourceRequest> resources() {
    return resources;
  }

  List<ResourceInvokeRequest> invokes() {
    return invokes;
  }

  @Override
  public void close() {
    server.shutdownNow();
    channel.shutdownNow();
  }

  private static <T> void pass(StreamObserver<T> observer, Supplier<T> call) {
    try {
      observer.onNext(call.get());
      observer.onCompleted();
    } catch (StatusRuntimeException e) {
      observer.onError(e);
    }
  }

  private final class Monitor extends ResourceMonitorGrpc.ResourceMonitorImplBase {
    private final ResourceMonitorGrpc.ResourceMonitorBlockingStub engine;

    Monitor(ResourceMonitorGrpc.ResourceMonitorBlockingStub engine) {
      this.engine = engine;
    }

    @Override
    public void supportsFeature(
        SupportsFeatureRequest request, StreamObserver<SupportsFeatureResponse> observer) {
      pass(observer, () -> engine.supportsFeature(request));
    }

    @Override
    public void registerResource(
        RegisterResourceRequest request, StreamObserver<RegisterResourceResponse> observer) {
      pass(
          observer,
          () -> {
            RegisterResourceResponse response = engine.registerResource(request);
            if (request.getCustom()) {
              resources.add(request);
            }
            return response;
          });
    }

    @Override
    public void registerResourceOutputs(
        RegisterResourceOutputsRequest request, StreamObserver<Empty> observer) {
      pass(observer, () -> engine.registerResourceOutputs(request));
    }

    @Override
    public void invoke(
        ResourceInvokeRequest request, StreamObserver<ResourceInvokeResponse> observer) {
      pass(
          observer,
          () -> {
            invokes.add(request);
            return engine.invoke(request);
          });
    }

    @Override
    public void signalAndWaitForShutdown(Empty request, StreamObserver<Empty> observer) {
      pass(observer, () -> engine.signalAndWaitForShutdown(request));
    }
  }

  private static final class Engine extends EngineGrpc.EngineImplBase {
    private final EngineGrpc.EngineBlockingStub engine;

    Engine(EngineGrpc.EngineBlockingStub engine) {
      this.engine = engine;
    }

    @Override
    public void log(LogRequest request, StreamObserver<Empty> observer) {
      pass(observer, () -> engine.log(request));
    }

    @Override
    public void getRootResource(
        GetRootResourceRequest request, StreamObserver<GetRootResourceResponse> observer) {
      pass(observer, () -> engine.getRootResource(request));
    }

    @Override
    public void setRootResource(
        SetRootResourceRequest request, StreamObserver<SetRootResourceResponse> observer) {
      pass(observer, () -> engine.setRootResource(request));
    }
  }
}
