package dev.twinlens.local.pulumi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pulumirpc.AliasOuterClass.Alias;
import pulumirpc.EngineGrpc;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.EngineOuterClass.LogSeverity;
import pulumirpc.Resource.RegisterResourceOutputsRequest;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;
import pulumirpc.Resource.ResourceInvokeRequest;
import pulumirpc.ResourceMonitorGrpc;

class PulumiEngineTest {
  private static final String STACK_URN = "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev";

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<String> formerUrns = new CopyOnWriteArrayList<>();
  private PulumiEngine engine;
  private ManagedChannel channel;
  private ResourceMonitorGrpc.ResourceMonitorBlockingStub monitor;

  @BeforeEach
  void start() {
    engine = PulumiEngine.start("demo", "dev", new Queues(), new Recorder());
    channel = Grpc.newChannelBuilder(engine.address(), InsecureChannelCredentials.create()).build();
    monitor = ResourceMonitorGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    engine.close();
  }

  @Test
  void answersInputsAndComputedOutputs() {
    RegisterResourceResponse response = register("q:Queue", "jobs", "", true, Map.of("size", 2));

    assertThat(response.getId()).isEqualTo("id-of-jobs");
    assertThat(PropertyValues.plain(response.getObject()))
        .isEqualTo(Map.of("size", 2.0, "arn", "arn:jobs"));
  }

  @Test
  void namesResourcesByTheTypesOfTheirParents() {
    register("pulumi:pulumi:Stack", "demo-dev", "", false, Map.of());
    String component = register("demo:Consumer", "classify", STACK_URN, false, Map.of()).getUrn();
    String child = register("q:Queue", "classify", component, true, Map.of()).getUrn();

    assertThat(component).isEqualTo("urn:pulumi:dev::demo::demo:Consumer::classify");
    assertThat(child).isEqualTo("urn:pulumi:dev::demo::demo:Consumer$q:Queue::classify");
    assertThat(engine.registrations().urns())
        .containsExactlyInAnyOrder(STACK_URN, component, child);
  }

  @Test
  void refusesTwoResourcesOfOneName() {
    register("q:Queue", "jobs", "", true, Map.of());

    assertThatThrownBy(() -> register("q:Queue", "jobs", "", true, Map.of()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("urn:pulumi:dev::demo::q:Queue::jobs");
  }

  @Test
  void stopsAtATypeThatTheProviderDoesNotImplement() {
    assertThatThrownBy(() -> register("x:Unknown", "thing", "", true, Map.of()))
        .hasMessageContaining("x:Unknown");

    assertThatThrownBy(() -> register("q:Queue", "later", "", true, Map.of()))
        .hasMessageContaining("the deployment has failed");
    assertThat(engine.failure().orElseThrow()).hasMessageContaining("x:Unknown");
  }

  @Test
  void namesTheResourceThatCouldNotBeProvisioned() {
    assertThatThrownBy(() -> register("q:Queue", "broken", "", true, Map.of()))
        .hasMessageContaining("q:Queue \"broken\" could not be provisioned: no room");
  }

  @Test
  void stopsAtAnInputThatCannotBeRead() {
    Map<String, Object> unknown = Map.of("4dabf18193072939515e22adb298388d", "0000");

    assertThatThrownBy(() -> register("q:Queue", "odd", "", true, Map.of("size", unknown)))
        .hasMessageContaining("q:Queue \"odd\" could not be provisioned")
        .hasMessageContaining("0000");
    assertThat(engine.failure()).isPresent();
  }

  @Test
  void passesFormerUrnsOn() {
    RegisterResourceResponse component =
        monitor.registerResource(
            RegisterResourceRequest.newBuilder()
                .setType("demo:Consumer")
                .setName("classify")
                .addAliases(Alias.newBuilder().setSpec(Alias.Spec.newBuilder().setName("label")))
                .build());
    register("q:Queue", "classify-jobs", component.getUrn(), true, Map.of());

    assertThat(formerUrns)
        .containsExactly("urn:pulumi:dev::demo::demo:Consumer$q:Queue::label-jobs");
  }

  @Test
  void keepsTheStacksOutputs() {
    assertThat(engine.stackOutputs()).isEmpty();

    monitor.registerResourceOutputs(
        RegisterResourceOutputsRequest.newBuilder()
            .setUrn(STACK_URN)
            .setOutputs(PropertyValues.wire(Map.of("apiUrl", "http://127.0.0.1")))
            .build());

    assertThat(engine.stackOutputs()).contains(Map.of("apiUrl", "http://127.0.0.1"));
  }

  @Test
  void doesNotTakeAComponentsOutputsForTheStacks() {
    monitor.registerResourceOutputs(
        RegisterResourceOutputsRequest.newBuilder()
            .setUrn("urn:pulumi:dev::demo::demo:Consumer::classify")
            .setOutputs(PropertyValues.wire(Map.of("queue", "x")))
            .build());

    assertThat(engine.stackOutputs()).isEmpty();
  }

  @Test
  void answersInvokes() {
    var response =
        monitor.invoke(
            ResourceInvokeRequest.newBuilder()
                .setTok("q:count")
                .setArgs(PropertyValues.wire(Map.of("of", "jobs")))
                .build());

    assertThat(PropertyValues.plain(response.getReturn())).isEqualTo(Map.of("count", "1 jobs"));
  }

  @Test
  void passesTheProgramsMessagesOn() {
    EngineGrpc.newBlockingStub(channel)
        .log(
            LogRequest.newBuilder()
                .setSeverity(LogSeverity.ERROR)
                .setMessage("minConfidence is 200")
                .build());

    assertThat(messages).containsExactly("ERROR minConfidence is 200");
  }

  private RegisterResourceResponse register(
      String type, String name, String parent, boolean custom, Map<String, Object> inputs) {
    return monitor.registerResource(
        RegisterResourceRequest.newBuilder()
            .setType(type)
            .setName(name)
            .setParent(parent)
            .setCustom(custom)
            .setObject(PropertyValues.wire(inputs))
            .build());
  }

  /** Knows one type and one function. */
  private final class Queues implements Provider {
    @Override
    public Provisioned provision(ResourceRequest request) {
      formerUrns.addAll(request.aliases());
      if (!request.type().equals("q:Queue")) {
        throw new UnsupportedException(request.type() + " is not supported");
      }
      if (request.name().equals("broken")) {
        throw new IllegalStateException("no room");
      }
      return new Provisioned("id-of-" + request.name(), Map.of("arn", "arn:" + request.name()));
    }

    @Override
    public void delete(String urn, String type, String id) {
      throw new AssertionError("an engine deletes nothing while the program runs");
    }

    @Override
    public Map<String, Object> invoke(String token, Inputs arguments) {
      return Map.of("count", "1 " + arguments.string("of"));
    }
  }

  private final class Recorder implements EngineListener {
    @Override
    public void provisioned(ResourceRequest request) {}

    @Override
    public void message(Severity severity, String text) {
      messages.add(severity + " " + text);
    }
  }
}
