package dev.twinlens.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.AccessReport;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.lambda.InvocationRejectedException.Reason;
import dev.twinlens.local.lambda.handlers.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a function's role allows Lambda to do. */
class ExecutionRoleTest {
  private static final String KEY = "arn:aws:kms:eu-central-1:000000000000:key/1";
  private static final ResourcePolicy TRUST = TestFunctions.trust("lambda.amazonaws.com");

  @TempDir private Path directory;
  private final AccessControl access = TestFunctions.access("probe");
  private LambdaService lambda;

  @BeforeEach
  void startLambda() {
    lambda =
        new LambdaService(
            access,
            directory.resolve("work"),
            directory.resolve("logs"),
            new LambdaOptions(1, Duration.ofMinutes(5), Duration.ofSeconds(5)));
  }

  @AfterEach
  void stopLambda() {
    lambda.close();
  }

  @Test
  void assumesTheRoleAndWritesTheLogInItsName() throws IOException {
    create(TRUST, Optional.empty());

    invoke();

    assertThat(log()).contains("INIT_START", "START RequestId", "REPORT RequestId");
    assertThat(access.report().unused()).isEmpty();
    assertThat(access.report().denials()).isEmpty();
  }

  @Test
  void rejectsAFunctionWhoseRoleLambdaMayNotAssume() {
    assertThatThrownBy(() -> create(TestFunctions.trust("ec2.amazonaws.com"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The role defined for the function cannot be assumed by Lambda");
  }

  @Test
  void decryptsTheVariablesWithTheRolesPermission() {
    create(TRUST, Optional.of(key(TestFunctions.roleArn("probe"))));

    assertThat(invoke()).isEqualTo("\"hello\"");
  }

  @Test
  void startsNothingWhenTheRoleMayNotDecryptTheVariables() {
    create(TRUST, Optional.of(key(TestFunctions.roleArn("other"))));

    assertThatThrownBy(this::invoke)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            InvocationRejectedException.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.KMS_ACCESS_DENIED));
  }

  @Test
  void rejectsWaitingInvocationsWhenTheRoleMayNoLongerDecryptTheVariables() {
    create(TRUST, Optional.of(key(TestFunctions.roleArn("probe"))));
    CompletableFuture<InvocationResult> running = start("halt 1");
    List<CompletableFuture<InvocationResult>> waiting = List.of(start("count"), start("count"));

    access.putPolicy(
        TestFunctions.roleArn("probe"),
        "no-key",
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "kms:Decrypt",
          "Resource": "%s"}]}
        """
            .formatted(KEY));

    assertThat(running.join().functionError()).contains("Unhandled");
    assertThat(waiting)
        .allSatisfy(
            invocation ->
                assertThat(invocation)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("KMS"));
  }

  @Test
  void runsWithoutALogWhenTheRoleMayNotWriteOne() throws IOException {
    access.putPolicy(TestFunctions.roleArn("probe"), "logs", logging("logs:CreateLogStream"));
    create(TRUST, Optional.empty());

    assertThat(invoke()).isEqualTo("\"hello\"");

    assertThat(log()).isEmpty();
    assertThat(access.report().denials())
        .extracting(AccessReport.Denial::action)
        .contains("logs:PutLogEvents");
  }

  @Test
  void checksThePermissionsAgainForARenewedProcess() {
    create(TRUST, Optional.empty());
    invoke();
    access.putPolicy(TestFunctions.roleArn("probe"), "logs", logging("logs:PutLogEvents"));
    assertThat(access.report().denials()).isEmpty();

    lambda.renew("probe");

    assertThat(invoke()).isEqualTo("\"hello\"");
    assertThat(access.report().denials())
        .extracting(AccessReport.Denial::action)
        .contains("logs:CreateLogStream");
  }

  private void create(ResourcePolicy trust, Optional<ResourcePolicy> key) {
    lambda.createFunction(
        TestFunctions.with(
            TestFunctions.function(directory, "probe", Probe.class),
            TestFunctions.role("probe", trust, key)));
  }

  private String invoke() {
    return start("\"hello\"").join().payloadText();
  }

  private CompletableFuture<InvocationResult> start(String event) {
    return lambda.invoke("probe", event.getBytes(StandardCharsets.UTF_8));
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("logs").resolve("probe.log"));
  }

  private static String logging(String action) {
    return TestFunctions.logging("probe")
        .replaceFirst("\"Action\": \\[[^]]*]", "\"Action\": \"" + action + "\"");
  }

  private static ResourcePolicy key(String user) {
    return ResourcePolicy.required(
        KEY,
        PolicyDocument.resourcePolicy(
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Principal": {"AWS": "%s"}, "Action": "kms:Decrypt", "Resource": "*"}]}
            """
                .formatted(user)));
  }
}
