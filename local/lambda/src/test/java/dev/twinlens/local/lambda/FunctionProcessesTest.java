package dev.twinlens.local.lambda;

import static dev.twinlens.local.lambda.TestLambda.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When processes of a function start and end. */
class FunctionProcessesTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path directory;
  private TestLambda lambda;

  @BeforeEach
  void startLambda() {
    lambda =
        new TestLambda(
            directory, new LambdaOptions(3, Duration.ofMinutes(5), Duration.ofSeconds(5)));
  }

  @AfterEach
  void stopLambda() {
    lambda.close();
  }

  @Test
  void startsNoProcessBeforeTheFirstInvocation() throws IOException {
    lambda.createProbe();

    assertThat(childPids()).isEmpty();
    assertThat(lambda.log()).isEmpty();
  }

  @Test
  void killsAnInvocationAtItsTimeoutAndStartsANewProcess() throws IOException {
    lambda.service().createFunction(TestFunctions.with(lambda.probe(), Duration.ofSeconds(1)));
    String pid = lambda.invoke("pid").payloadText();

    InvocationResult result = lambda.invoke("sleep 60000");

    assertThat(result.functionError()).contains("Unhandled");
    JsonNode error = JSON.readTree(result.payload());
    assertThat(error.size()).isEqualTo(1);
    assertThat(error.path("errorMessage").textValue())
        .matches("[0-9T:.-]+Z [0-9a-f-]{36} Task timed out after 1\\.00 seconds");
    assertThat(result.logTail()).contains("Status: timeout");
    assertThat(lambda.invoke("pid").payloadText()).isNotEqualTo(pid);
    await().until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
  }

  @Test
  void reportsAProcessThatEndsAndStartsAnother() throws IOException {
    lambda.createProbe();

    InvocationResult exited = lambda.invoke("exit 7");
    assertThat(exited.functionError()).contains("Unhandled");
    JsonNode error = JSON.readTree(exited.payload());
    assertThat(error.path("errorType").textValue()).isEqualTo("Runtime.ExitError");
    assertThat(error.path("errorMessage").textValue())
        .matches("RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 7");

    assertThat(JSON.readTree(lambda.invoke("halt 0").payload()).path("errorMessage").textValue())
        .endsWith("Error: Runtime exited without providing a reason");
    assertThat(lambda.invoke("count").payloadText()).isEqualTo("1");
  }

  @Test
  void reportsExhaustedMemoryAndStartsAnother() throws IOException {
    lambda.createProbe();

    InvocationResult result = lambda.invoke("exhaust");

    assertThat(result.functionError()).contains("Unhandled");
    assertThat(JSON.readTree(result.payload()).path("errorType").textValue())
        .isEqualTo("java.lang.OutOfMemoryError");
    assertThat(lambda.invoke("count").payloadText()).isEqualTo("1");
  }

  @Test
  void startsAProcessForEachSimultaneousInvocationUpToTheLimit() {
    lambda.createProbe();

    List<CompletableFuture<InvocationResult>> sleeping =
        IntStream.range(0, 6).mapToObj(i -> lambda.start("sleep 300")).toList();

    sleeping.forEach(future -> assertThat(future.join().payloadText()).isEqualTo("\"slept\""));
    assertThat(childPids()).hasSize(3);
  }

  @Test
  void stopsIdleProcesses() throws IOException {
    lambda.close();
    lambda =
        new TestLambda(
            directory, new LambdaOptions(1, Duration.ofMillis(1), Duration.ofSeconds(5)));
    lambda.createProbe();
    long pid = Long.parseLong(lambda.invoke("pid").payloadText());

    await().until(() -> ProcessHandle.of(pid).isEmpty());
    await().until(() -> isEmpty(directory.resolve("work/environments")));
    assertThat(Long.parseLong(lambda.invoke("pid").payloadText())).isNotEqualTo(pid);
  }

  @Test
  void renewsABusyProcessAfterItsInvocation() {
    lambda.createProbe();
    CompletableFuture<InvocationResult> running = lambda.start("pid");

    lambda.service().renew("probe");

    String pid = running.join().payloadText();
    assertThat(lambda.invoke("pid").payloadText()).isNotEqualTo(pid);
    await().until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
  }

  @Test
  void endsEveryProcessWhenItCloses() {
    lambda.createProbe();
    long pid = Long.parseLong(lambda.invoke("pid").payloadText());
    CompletableFuture<InvocationResult> endless = lambda.start("sleep 600000");

    lambda.close();

    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(endless.orTimeout(5, TimeUnit.SECONDS).join().functionError()).contains("Unhandled");
    assertThat(rejection(lambda.start("pid")))
        .isEqualTo(InvocationRejectedException.Reason.SERVICE_UNAVAILABLE);
  }

  private static Set<Long> childPids() {
    Set<Long> pids = new HashSet<>();
    ProcessHandle.current().children().map(ProcessHandle::pid).forEach(pids::add);
    return pids;
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }
}
