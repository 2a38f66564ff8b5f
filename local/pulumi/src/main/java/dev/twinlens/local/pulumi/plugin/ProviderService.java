package dev.twinlens.local.pulumi.plugin;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.PropertyValues;
import dev.twinlens.local.pulumi.Provider;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pulumirpc.Plugin.PluginAttach;
import pulumirpc.Plugin.PluginInfo;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.InvokeRequest;
import pulumirpc.Provider.InvokeResponse;
import pulumirpc.Provider.ProviderHandshakeRequest;
import pulumirpc.Provider.ProviderHandshakeResponse;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.ReadResponse;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.Provider.UpdateResponse;
import pulumirpc.ResourceProviderGrpc;

/** The calls that an engine makes to a provider plugin; see Pulumi's {@code provider.proto}. */
final class ProviderService extends ResourceProviderGrpc.ResourceProviderImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderService.class);

  private final Provider provider;
  private final ResourceTypes types;
  private final PluginResources resources;
  private final String version;

  ProviderService(
      Provider provider, ResourceTypes types, PluginResources resources, String version) {
    this.provider = provider;
    this.types = types;
    this.resources = resources;
    this.version = version;
  }

  @Override
  public void handshake(
      ProviderHandshakeRequest request, StreamObserver<ProviderHandshakeResponse> observer) {
    answer(observer, () -> ProviderHandshakeResponse.newBuilder().setAcceptSecrets(true).build());
  }

  /** The engine's own address is not needed: nothing is logged there. */
  @Override
  public void attach(PluginAttach request, StreamObserver<Empty> observer) {
    answer(observer, Empty::getDefaultInstance);
  }

  @Override
  public void getPluginInfo(Empty request, StreamObserver<PluginInfo> observer) {
    answer(observer, () -> PluginInfo.newBuilder().setVersion(version).build());
  }

  /** Any configuration: there is one account and one region. */
  @Override
  public void checkConfig(CheckRequest request, StreamObserver<CheckResponse> observer) {
    answer(observer, () -> CheckResponse.newBuilder().setInputs(request.getNews()).build());
  }

  @Override
  public void diffConfig(DiffRequest request, StreamObserver<DiffResponse> observer) {
    ResourceType configuration = new ResourceType(Optional.empty(), List.of());
    answer(observer, () -> diff(request, configuration));
  }

  @Override
  public void configure(ConfigureRequest request, StreamObserver<ConfigureResponse> observer) {
    answer(
        observer,
        () ->
            ConfigureResponse.newBuilder().setAcceptSecrets(true).setSupportsPreview(true).build());
  }

  @Override
  public void check(CheckRequest request, StreamObserver<CheckResponse> observer) {
    answer(
        observer,
        () ->
            CheckResponse.newBuilder()
                .setInputs(
                    CheckedInputs.of(
                        request.getNews(),
                        request.getOlds(),
                        types.type(request.getType()).name(),
                        request.getName(),
                        seed(request)))
                .build());
  }

  private static byte[] seed(CheckRequest request) {
    ByteString seed = request.getRandomSeed();
    return seed.isEmpty()
        ? UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8)
        : seed.toByteArray();
  }

  @Override
  public void diff(DiffRequest request, StreamObserver<DiffResponse> observer) {
    answer(observer, () -> diff(request, types.type(request.getType())));
  }

  private static DiffResponse diff(DiffRequest request, ResourceType type) {
    return DiffAnswer.between(request.getOldInputs(), request.getNews(), type);
  }

  @Override
  public void create(CreateRequest request, StreamObserver<CreateResponse> observer) {
    Struct inputs = request.getProperties();
    answer(
        observer,
        () -> {
          if (request.getPreview()) {
            // An engine takes the outputs that are missing here for unknown.
            return CreateResponse.newBuilder().setProperties(inputs).build();
          }
          StoredResource created =
              resources.create(request.getUrn(), request.getType(), request.getName(), inputs);
          return CreateResponse.newBuilder()
              .setId(created.id())
              .setProperties(created.outputs())
              .build();
        });
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<UpdateResponse> observer) {
    Struct inputs = request.getNews();
    answer(
        observer,
        () -> {
          Struct outputs =
              request.getPreview()
                  ? previewed(request)
                  : resources.update(request.getType(), request.getId(), inputs).outputs();
          return UpdateResponse.newBuilder().setProperties(outputs).build();
        });
  }

  /** An update changes no computed output. */
  private static Struct previewed(UpdateRequest request) {
    Struct.Builder outputs = request.getOlds().toBuilder();
    request.getOldInputs().getFieldsMap().keySet().forEach(outputs::removeFields);
    return outputs.putAllFields(request.getNews().getFieldsMap()).build();
  }

  @Override
  public void read(ReadRequest request, StreamObserver<ReadResponse> observer) {
    answer(
        observer,
        () ->
            resources
                .read(request.getType(), request.getId())
                .map(
                    resource ->
                        ReadResponse.newBuilder()
                            .setId(resource.id())
                            .setInputs(resource.inputs())
                            .setProperties(resource.outputs())
                            .build())
                // Without an id: it does not exist.
                .orElseGet(ReadResponse::getDefaultInstance));
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          resources.delete(request.getType(), request.getId());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void invoke(InvokeRequest request, StreamObserver<InvokeResponse> observer) {
    answer(
        observer,
        () ->
            InvokeResponse.newBuilder()
                .setReturn(
                    PropertyValues.wire(
                        provider.invoke(
                            request.getTok(), Inputs.of(PropertyValues.plain(request.getArgs())))))
                .build());
  }

  /** Calls are short; an engine that is interrupted waits for those that run. */
  @Override
  public void cancel(Empty request, StreamObserver<Empty> observer) {
    answer(observer, Empty::getDefaultInstance);
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> call) {
    try {
      observer.onNext(call.get());
      observer.onCompleted();
    } catch (RuntimeException e) {
      LOG.warn("a call of the engine failed", e);
      observer.onError(
          Status.UNKNOWN.withDescription(e.getMessage()).withCause(e).asRuntimeException());
    }
  }
}
