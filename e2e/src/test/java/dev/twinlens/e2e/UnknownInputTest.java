package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.twinlens.local.deployment.resources.LocalServices;
import dev.twinlens.local.deployment.stack.StackConfiguration;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.EngineListener;
import dev.twinlens.local.pulumi.Provider;
import dev.twinlens.local.pulumi.PulumiEngine;
import dev.twinlens.local.pulumi.PulumiProgram;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.support.CloseableStack;
import dev.twinlens.local.support.ServerListener;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.ResourceInvokeRequest;
import pulumirpc.ResourceMonitorGrpc;
import pulumirpc.ResourceMonitorGrpc.ResourceMonitorBlockingStub;

/**
 * Each resource of a stack, with one input more than it has, stops the deployment. The stack is
 * deployed once as it is, then each of its resources is registered again with the additional input.
 */
@Tag("own-deployment")
class UnknownInputTest {
  private static final String INPUT = "unheardOf";

  /** They only observe: whatever they are given has no effect here. */
  private static final Set<String> ACCEPTED_AS_A_WHOLE =
      Set.of(
          "aws:cloudwatch/dashboard:Dashboard",
          "aws:cloudwatch/logGroup:LogGroup",
          "aws:cloudwatch/logMetricFilter:LogMetricFilter",
          "aws:cloudwatch/metricAlarm:MetricAlarm");

  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void stopsTheDeploymentAndIsNamed(String stack) throws Exception {
    StackConfiguration configuration = StackConfiguration.read(Stack.HOME, stack);
    List<RegisterResourceRequest> resources = new ArrayList<>();
    List<ResourceInvokeRequest> invokes = new ArrayList<>();
    record(configuration, resources, invokes);
    assertThat(resources).hasSizeGreaterThan(100);
    assertThat(invokes).isNotEmpty();

    List<String> accepted = new ArrayList<>();
    try (CloseableStack closing = new CloseableStack()) {
      Provider provider = services(configuration, closing).provider();
      for (RegisterResourceRequest resource : resources) {
        failureOf(
                configuration,
                provider,
                monitor ->
                    monitor.registerResource(
                        resource.toBuilder().setObject(withUnknown(resource.getObject())).build()))
            .ifPresentOrElse(
                failure ->
                    assertThat(failure)
                        .hasMessageStartingWith(
                            "%s \"%s\" has inputs that are not implemented here: %s."
                                .formatted(resource.getType(), resource.getName(), INPUT)),
                () -> accepted.add(resource.getType()));
      }
      for (ResourceInvokeRequest invoke : invokes) {
        assertThat(
                failureOf(
                    configuration,
                    provider,
                    monitor ->
                        monitor.invoke(
                            invoke.toBuilder().setArgs(withUnknown(invoke.getArgs())).build())))
            .hasValueSatisfying(
                failure -> assertThat(failure).hasMessageContainingAll(invoke.getTok(), INPUT));
      }
    }
    assertThat(Set.copyOf(accepted)).isEqualTo(ACCEPTED_AS_A_WHOLE);
  }

  private void record(
      StackConfiguration configuration,
      List<RegisterResourceRequest> resources,
      List<ResourceInvokeRequest> invokes)
      throws IOException, InterruptedException {
    try (CloseableStack closing = new CloseableStack()) {
      LocalServices services = services(configuration, closing);
      PulumiEngine engine = closing.add(engine(configuration, services.provider()));
      RecordingMonitor monitor = closing.add(new RecordingMonitor(engine.address()));
      PulumiProgram program =
          new PulumiProgram(
              Stack.HOME.resolve(configuration.binary()), Stack.HOME, data.resolve("program.log"));

      int exitCode = program.run(monitor.address(), configuration.forProgram());

      assertThat(engine.failure()).isEmpty();
      assertThat(exitCode).as(Files.readString(program.log())).isZero();
      resources.addAll(monitor.resources());
      invokes.addAll(monitor.invokes());
    }
  }

  private LocalServices services(StackConfiguration configuration, CloseableStack closing) {
    return new LocalServices(
        new LocalServices.Options(
            Stack.HOME,
            data,
            configuration.stack(),
            configuration.require("aws:region"),
            /* sitePort= */ 0,
            InstantSource.system(),
            ServerListener.none()),
        closing,
        access -> {});
  }

  private static PulumiEngine engine(StackConfiguration configuration, Provider provider) {
    return PulumiEngine.start(
        configuration.project(), configuration.stack(), provider, new Silent());
  }

  /** What stops a deployment that makes this call. */
  private static Optional<DeploymentFailure> failureOf(
      StackConfiguration configuration,
      Provider provider,
      Consumer<ResourceMonitorBlockingStub> call) {
    try (PulumiEngine engine = engine(configuration, provider)) {
      ManagedChannel channel =
          Grpc.newChannelBuilder(engine.address(), InsecureChannelCredentials.create()).build();
      try {
        call.accept(ResourceMonitorGrpc.newBlockingStub(channel));
      } catch (StatusRuntimeException stopped) {
        assertThat(engine.failure()).isPresent();
      } finally {
        channel.shutdownNow();
      }
      return engine.failure();
    }
  }

  private static Struct withUnknown(Struct inputs) {
    return inputs.toBuilder()
        .putFields(INPUT, Value.newBuilder().setBoolValue(true).build())
        .build();
  }

  private static final class Silent implements EngineListener {
    @Override
    public void provisioned(ResourceRequest request) {}

    @Override
    public void message(Severity severity, String text) {}
  }
}
