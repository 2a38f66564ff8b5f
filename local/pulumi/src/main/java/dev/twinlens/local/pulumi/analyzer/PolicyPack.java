package dev.twinlens.local.pulumi.analyzer;

import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Registration;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import pulumirpc.AnalyzerGrpc;
import pulumirpc.AnalyzerGrpc.AnalyzerBlockingStub;
import pulumirpc.AnalyzerOuterClass.AnalyzeRequest;
import pulumirpc.AnalyzerOuterClass.AnalyzeResponse;
import pulumirpc.AnalyzerOuterClass.AnalyzeStackRequest;
import pulumirpc.AnalyzerOuterClass.AnalyzerPropertyDependencies;
import pulumirpc.AnalyzerOuterClass.AnalyzerResource;
import pulumirpc.AnalyzerOuterClass.AnalyzerResourceOptions;

/**
 * A policy pack for Node.js in a process of its own, asked over Pulumi's {@code analyzer.proto}. It
 * gets no configuration, as with {@code pulumi up} without {@code --policy-pack-config}.
 */
public final class PolicyPack implements PolicyRules {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final PolicyProcess process;
  private final Duration timeout;
  private final ManagedChannel channel;
  private final AnalyzerBlockingStub analyzer;

  private PolicyPack(PolicyProcess process, Duration timeout) {
    this.process = process;
    this.timeout = timeout;
    this.channel =
        Grpc.newChannelBuilder("127.0.0.1:" + process.port(), InsecureChannelCredentials.create())
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
    this.analyzer = AnalyzerGrpc.newBlockingStub(channel);
  }

  /**
   * Starts the pack in a folder.
   *
   * @param log receives what the pack prints
   * @throws DeploymentFailure when it is no pack, its packages are not installed, or it does not
   *     start
   */
  public static PolicyPack start(Path folder, Path log) {
    return start(folder, log, TIMEOUT);
  }

  /**
   * @param timeout for the start and for each answer
   */
  static PolicyPack start(Path folder, Path log, Duration timeout) {
    return new PolicyPack(PolicyProcess.start(folder, log, timeout), timeout);
  }

  /**
   * Checks what can be checked before the start.
   *
   * @throws DeploymentFailure with what to do
   */
  public static void requireInstalled(Path folder) {
    PolicyProcess.requireInstalled(folder);
  }

  @Override
  public List<PolicyReport> analyze(Registration registration) {
    AnalyzeRequest request =
        AnalyzeRequest.newBuilder()
            .setUrn(registration.urn())
            .setType(registration.type())
            .setName(registration.name())
            .setProperties(registration.inputs())
            .setOptions(options(registration))
            .build();
    return ask(stub -> stub.analyze(request), registration.urn());
  }

  @Override
  public List<PolicyReport> analyzeStack(List<Registration> registrations) {
    AnalyzeStackRequest request =
        AnalyzeStackRequest.newBuilder()
            .addAllResources(registrations.stream().map(PolicyPack::resource).toList())
            .build();
    return ask(stub -> stub.analyzeStack(request), "");
  }

  /** What all rules report of a plan. */
  public List<PolicyReport> judge(List<Registration> registrations) {
    List<PolicyReport> reports = new ArrayList<>();
    registrations.forEach(registration -> reports.addAll(analyze(registration)));
    reports.addAll(analyzeStack(registrations));
    return reports;
  }

  /**
   * @param subject the URN for a report that names none
   */
  private List<PolicyReport> ask(
      Function<AnalyzerBlockingStub, AnalyzeResponse> question, String subject) {
    try {
      return PolicyReports.of(
          question.apply(analyzer.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)),
          subject);
    } catch (StatusRuntimeException e) {
      String problem =
          e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED
              ? "it did not answer within %d s".formatted(timeout.toSeconds())
              : PolicyReports.oneLine(String.valueOf(e.getMessage()));
      throw process.failure("failed: " + problem, e);
    }
  }

  /** With timeouts, which {@code @pulumi/policy} reads without checking that they are there. */
  private static AnalyzerResourceOptions options(Registration registration) {
    return AnalyzerResourceOptions.newBuilder()
        .setProtect(registration.isProtected())
        .setParent(registration.parent())
        .setCustomTimeouts(AnalyzerResourceOptions.CustomTimeouts.getDefaultInstance())
        .build();
  }

  private static AnalyzerResource resource(Registration registration) {
    AnalyzerResource.Builder resource =
        AnalyzerResource.newBuilder()
            .setUrn(registration.urn())
            .setType(registration.type())
            .setName(registration.name())
            .setProperties(registration.inputs())
            .setOptions(options(registration))
            .setParent(registration.parent())
            .addAllDependencies(registration.request().getDependenciesList());
    registration
        .propertyDependencies()
        .forEach(
            (input, urns) ->
                resource.putPropertyDependencies(
                    input, AnalyzerPropertyDependencies.newBuilder().addAllUrns(urns).build()));
    return resource.build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.close();
  }
}
