package dev.twinlens.local.pulumi.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import dev.twinlens.local.pulumi.PropertyValues;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.InvokeRequest;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.UpdateRequest;

class ProviderServiceTest {
  private static final String TYPE = FakeProvider.TYPE;
  private static final Struct INPUTS = Wire.struct(Map.of("name", "a", "size", 1));

  @TempDir private Path folder;
  private final FakeProvider provider = new FakeProvider();
  private ProviderService service;

  @BeforeEach
  void createTheService() {
    ResourceType thing =
        new ResourceType(
            Optional.of(new GeneratedName("name", GeneratedName.Form.LOGICAL_NAME)), List.of());
    service =
        new ProviderService(
            provider,
            token -> thing,
            new PluginResources(provider, ResourceFile.open(folder.resolve("resources.json"))),
            "6.83.0");
  }

  @Test
  void hasTheVersionOfThePackage() {
    assertThat(call(service::getPluginInfo, Empty.getDefaultInstance()).getVersion())
        .isEqualTo("6.83.0");
  }

  @Test
  void acceptsSecretsAndPreviews() {
    var answer = call(service::configure, ConfigureRequest.getDefaultInstance());

    assertThat(answer.getAcceptSecrets()).isTrue();
    assertThat(answer.getSupportsPreview()).isTrue();
  }

  @Test
  void checksInputs() {
    var request =
        CheckRequest.newBuilder()
            .setType(TYPE)
            .setName("a")
            .setNews(Wire.struct(Map.of("size", 1)))
            .build();

    assertThat(call(service::check, request).getInputs().getFieldsMap())
        .containsEntry("name", INPUTS.getFieldsOrThrow("name"));
  }

  @Test
  void creates() {
    CreateResponse created = create(INPUTS, /* preview= */ false);

    assertThat(created.getId()).isEqualTo("a");
    assertThat(PropertyValues.plain(created.getProperties()))
        .isEqualTo(Map.of("name", "a", "size", 1.0, "arn", "arn:a"));
    assertThat(provider.things).containsOnlyKeys("a");
  }

  /** An engine takes the outputs that are missing for unknown. */
  @Test
  void createsNothingInAPreview() {
    Struct unknown = Wire.struct(Map.of("name", Wire.UNKNOWN, "size", 1));

    CreateResponse previewed = create(unknown, /* preview= */ true);

    assertThat(previewed.getId()).isEmpty();
    assertThat(previewed.getProperties()).isEqualTo(unknown);
    assertThat(provider.calls).isEmpty();
  }

  @Test
  void keepsSecretsMarked() {
    Struct secret = Wire.struct(Map.of("name", Wire.secret("a"), "size", 1));

    assertThat(create(secret, /* preview= */ false).getProperties().getFieldsMap())
        .containsEntry("name", secret.getFieldsOrThrow("name"));
  }

  @Test
  void updates() {
    create(INPUTS, /* preview= */ false);

    var updated = call(service::update, update(/* preview= */ false));

    assertThat(PropertyValues.plain(updated.getProperties()))
        .isEqualTo(Map.of("name", "a", "size", 2.0, "arn", "arn:a"));
    assertThat(provider.things).containsEntry("a", 2.0);
  }

  @Test
  void updatesNothingInAPreview() {
    create(INPUTS, /* preview= */ false);

    var previewed = call(service::update, update(/* preview= */ true));

    assertThat(PropertyValues.plain(previewed.getProperties()))
        .isEqualTo(Map.of("name", "a", "size", 2.0, "arn", "arn:a"));
    assertThat(provider.things).containsEntry("a", 1.0);
  }

  @Test
  void diffsWithTheFormerInputs() {
    var request =
        DiffRequest.newBuilder()
            .setType(TYPE)
            .setId("a")
            .setOldInputs(INPUTS)
            .setNews(Wire.struct(Map.of("name", "a", "size", 2)))
            .build();

    assertThat(call(service::diff, request).getDiffsList()).containsExactly("size");
  }

  @Test
  void readsWhatExists() {
    CreateResponse created = create(INPUTS, /* preview= */ false);

    var read = call(service::read, ReadRequest.newBuilder().setType(TYPE).setId("a").build());

    assertThat(read.getId()).isEqualTo("a");
    assertThat(read.getInputs()).isEqualTo(INPUTS);
    assertThat(read.getProperties()).isEqualTo(created.getProperties());
  }

  @Test
  void readsNoIdOfWhatDoesNotExist() {
    var request = ReadRequest.newBuilder().setType(TYPE).setId("b").build();

    assertThat(call(service::read, request).getId()).isEmpty();
  }

  @Test
  void deletes() {
    create(INPUTS, /* preview= */ false);

    call(service::delete, DeleteRequest.newBuilder().setType(TYPE).setId("a").build());

    assertThat(provider.things).isEmpty();
  }

  @Test
  void invokes() {
    var request =
        InvokeRequest.newBuilder()
            .setTok("demo:index:echo")
            .setArgs(Wire.struct(Map.of("text", Wire.secret("hush"))))
            .build();

    assertThat(PropertyValues.plain(call(service::invoke, request).getReturn()))
        .isEqualTo(Map.of("echo", "hush"));
  }

  @Test
  void answersAFailureWithItsReason() {
    Struct inputs = Wire.struct(Map.of("name", "a", "size", 1, "on", "b"));

    assertThatThrownBy(() -> create(inputs, /* preview= */ false))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("b does not exist");
  }

  private CreateResponse create(Struct inputs, boolean preview) {
    return call(
        service::create,
        CreateRequest.newBuilder()
            .setUrn("urn:pulumi:dev::demo::" + TYPE + "::a")
            .setType(TYPE)
            .setName("a")
            .setProperties(inputs)
            .setPreview(preview)
            .build());
  }

  private static UpdateRequest update(boolean preview) {
    return UpdateRequest.newBuilder()
        .setType(TYPE)
        .setId("a")
        .setOldInputs(INPUTS)
        .setOlds(Wire.struct(Map.of("name", "a", "size", 1, "arn", "arn:a")))
        .setNews(Wire.struct(Map.of("name", "a", "size", 2)))
        .setPreview(preview)
        .build();
  }

  /** The service answers before it returns. */
  private static <Q, A> A call(BiConsumer<Q, StreamObserver<A>> method, Q request) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    method.accept(
        request,
        new StreamObserver<>() {
          private A value;

          @Override
          public void onNext(A next) {
            value = next;
          }

          @Override
          public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {
            answer.complete(value);
          }
        });
    return answer.join();
  }
}
