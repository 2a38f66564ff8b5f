package dev.twinlens.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.lambda.handlers.FailsToInitialise;
import dev.twinlens.local.lambda.handlers.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaServiceTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Principal GATEWAY = new Principal.Service("apigateway.amazonaws.com");

  @TempDir private Path directory;
  private final AccessControl access = TestFunctions.access("probe");
  private LambdaService lambda;

  @BeforeEach
  void startLambda() {
    lambda = service(new LambdaOptions(3, Duration.ofMinutes(5), Duration.ofSeconds(5)));
  }

  @AfterEach
  void stopLambda() {
    lambda.close();
  }

  @Test
  void answersWithWhatTheHandlerAnswersAndKeepsTheProcess() {
    createProbe();

    assertThat(invoke("{\"über\": \"日本\"}").payloadText()).isEqualTo("{\"über\": \"日本\"}");
    assertThat(invoke("{\"über\": \"日本\"}").functionError()).isEmpty();
    assertThat(invoke("count").payloadText()).isEqualTo("3");
  }

  @Test
  void startsNoProcessBeforeTheFirstInvocation() throws IOException {
    createProbe();

    assertThat(childPids()).isEmpty();
    assertThat(log()).isEmpty();
  }

  @Test
  void givesTheFunctionItsContext() {
    createProbe();

    assertThat(invoke("context").payloadText())
        .isEqualTo("\"probe $LATEST " + TestFunctions.arn("probe") + " 256 19\"");
    assertThat(Integer.parseInt(invoke("heap").payloadText())).isBetween(200, 217);
  }

  @Test
  void givesTheFunctionItsVariablesAndLambdasOwnAndNothingElse() throws IOException {
    lambda.createFunction(TestFunctions.with(probe(), Map.of("IMAGES_BUCKET", "images-1")));

    JsonNode environment = JSON.readTree(invoke("environment").payload());

    assertThat(environment.path("IMAGES_BUCKET").textValue()).isEqualTo("images-1");
    assertThat(environment.path("AWS_REGION").textValue()).isEqualTo("eu-central-1");
    assertThat(environment.path("AWS_ACCESS_KEY_ID").textValue()).isEqualTo("AKIATEST");
    assertThat(environment.path("AWS_ENDPOINT_URL").textValue()).isEqualTo("http://127.0.0.1:1");
    assertThat(environment.path("LAMBDA_TASK_ROOT").textValue())
        .isEqualTo(invoke("property user.dir").payloadText().replace("\"", ""));
    Set<String> others = new HashSet<>();
    environment.fieldNames().forEachRemaining(others::add);
    others.removeIf(name -> name.startsWith("AWS_") || name.startsWith("LAMBDA_"));
    assertThat(others).containsExactlyInAnyOrder("IMAGES_BUCKET", "_HANDLER", "PATH", "LANG", "TZ");
  }

  @Test
  void reportsWhatTheHandlerThrows() throws IOException {
    createProbe();

    InvocationResult result = invoke("throw no such photo");

    assertThat(result.functionError()).contains("Unhandled");
    JsonNode error = JSON.readTree(result.payload());
    assertThat(error.path("errorMessage").textValue()).isEqualTo("no such photo");
    assertThat(error.path("errorType").textValue()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.path("stackTrace").isArray()).isTrue();
    assertThat(result.logTail()).contains("no such photo: java.lang.IllegalStateException");
    assertThat(invoke("count").payloadText()).isEqualTo("2");
  }

  @Test
  void killsAnInvocationAtItsTimeoutAndStartsAfresh() throws IOException {
    lambda.createFunction(TestFunctions.with(probe(), Duration.ofSeconds(1)));
    String pid = invoke("pid").payloadText();

    InvocationResult result = invoke("sleep 60000");

    assertThat(result.functionError()).contains("Unhandled");
    JsonNode error = JSON.readTree(result.payload());
    assertThat(error.size()).isEqualTo(1);
    assertThat(error.path("errorMessage").textValue())
        .matches("[0-9T:.-]+Z [0-9a-f-]{36} Task timed out after 1\\.00 seconds");
    assertThat(result.logTail()).contains("Status: timeout");
    assertThat(invoke("pid").payloadText()).isNotEqualTo(pid);
    await().until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
  }

  @Test
  void reportsAProcessThatEndsAndStartsAnother() throws IOException {
    createProbe();

    InvocationResult exited = invoke("exit 7");
    assertThat(exited.functionError()).contains("Unhandled");
    JsonNode error = JSON.readTree(exited.payload());
    assertThat(error.path("errorType").textValue()).isEqualTo("Runtime.ExitError");
    assertThat(error.path("errorMessage").textValue())
        .matches("RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 7");

    assertThat(JSON.readTree(invoke("halt 0").payload()).path("errorMessage").textValue())
        .endsWith("Error: Runtime exited without providing a reason");
    assertThat(invoke("count").payloadText()).isEqualTo("1");
  }

  @Test
  void reportsExhaustedMemoryAndStartsAnother() throws IOException {
    createProbe();

    InvocationResult result = invoke("exhaust");

    assertThat(result.functionError()).contains("Unhandled");
    assertThat(JSON.readTree(result.payload()).path("errorType").textValue())
        .isEqualTo("java.lang.OutOfMemoryError");
    assertThat(invoke("count").payloadText()).isEqualTo("1");
  }

  @Test
  void reportsAFailedInitialisationToEachInvocation() throws IOException {
    lambda.createFunction(TestFunctions.function(directory, "probe", FailsToInitialise.class));

    for (int attempt = 0; attempt < 2; attempt++) {
      InvocationResult result = invoke("\"event\"");
      assertThat(result.functionError()).contains("Unhandled");
      assertThat(result.payloadText()).contains("IMAGES_BUCKET is missing");
      assertThat(result.logTail()).contains("IMAGES_BUCKET is missing");
    }
  }

  @Test
  void reportsAHandlerClassThatIsNotInThePackage() throws IOException {
    FunctionConfiguration spec = probe();
    lambda.createFunction(
        TestFunctions.with(
            spec,
            "dev.twinlens.Missing::handleRequest",
            spec.timeout(),
            Map.of(),
            spec.awsEndpoint()));

    InvocationResult result = invoke("{}");

    assertThat(result.functionError()).contains("Unhandled");
    assertThat(JSON.readTree(result.payload()).path("errorMessage").textValue())
        .isEqualTo("Class not found: dev.twinlens.Missing");
  }

  @Test
  void concurrentInvocationsGetProcessesOfTheirOwnUpToTheLimit() {
    createProbe();

    List<CompletableFuture<InvocationResult>> sleeping =
        IntStream.range(0, 6).mapToObj(i -> start("sleep 300")).toList();

    sleeping.forEach(future -> assertThat(future.join().payloadText()).isEqualTo("\"slept\""));
    assertThat(childPids()).hasSize(3);
  }

  @Test
  void stopsIdleProcesses() throws IOException {
    lambda.close();
    lambda = service(new LambdaOptions(1, Duration.ofMillis(1), Duration.ofSeconds(5)));
    createProbe();
    long pid = Long.parseLong(invoke("pid").payloadText());

    await().until(() -> ProcessHandle.of(pid).isEmpty());
    await().until(() -> isEmpty(directory.resolve("work/environments")));
    assertThat(Long.parseLong(invoke("pid").payloadText())).isNotEqualTo(pid);
  }

  @Test
  void renewsAProcessThatIsAtWorkAfterItsWork() {
    createProbe();
    CompletableFuture<InvocationResult> atWork = start("pid");

    lambda.renew("probe");

    String pid = atWork.join().payloadText();
    assertThat(invoke("pid").payloadText()).isNotEqualTo(pid);
    await().until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
  }

  @Test
  void writesTheLinesThatLambdaWrites() throws IOException {
    createProbe();

    InvocationResult result = invoke("print größer");

    String id = "[0-9a-f-]{36}";
    assertThat(log().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("INIT_START Runtime Version: java:"),
            line -> assertThat(line).matches("START RequestId: " + id + " Version: \\$LATEST"),
            line -> assertThat(line).isEqualTo("größer"),
            line -> assertThat(line).isEqualTo("logged größer"),
            line -> assertThat(line).matches("END RequestId: " + id),
            line ->
                assertThat(line)
                    .matches(
                        "REPORT RequestId: "
                            + id
                            + "\tDuration: [0-9.]+ ms\tBilled Duration: [0-9]+ ms"
                            + "\tMemory Size: 256 MB(\tMax Memory Used: [0-9]+ MB)?"
                            + "\tInit Duration: [0-9.]+ ms"));
    assertThat(result.logTail()).isEqualTo(log());
  }

  @Test
  void goesOnWhenItsLogIsDeleted() throws IOException {
    createProbe();
    invoke("print first");
    Files.delete(directory.resolve("logs/probe.log"));
    Files.delete(directory.resolve("logs"));

    InvocationResult result = invoke("count");

    assertThat(result.payloadText()).isEqualTo("2");
    assertThat(log()).startsWith("START RequestId: ");
    assertThat(result.logTail()).isEqualTo(log());
  }

  @Test
  void refusesPayloadsAndAnswersOverSixMegabytes() throws IOException {
    createProbe();
    assertThat(invoke("x".repeat(LambdaService.MAXIMUM_REQUEST_BYTES)).payload())
        .hasSize(LambdaService.MAXIMUM_REQUEST_BYTES);
    assertThat(rejection(start("x".repeat(LambdaService.MAXIMUM_REQUEST_BYTES + 1))))
        .isEqualTo(InvocationRejectedException.Reason.REQUEST_TOO_LARGE);

    assertThat(invoke("large 6291556").payload()).hasSize(6_291_556);
    InvocationResult tooLarge = invoke("large 6291557");

    assertThat(tooLarge.functionError()).contains("Unhandled");
    assertThat(JSON.readTree(tooLarge.payload()).path("errorType").textValue())
        .isEqualTo("Function.ResponseSizeTooLarge");
    assertThat(invoke("count").functionError()).isEmpty();
  }

  @Test
  void refusesAFunctionThatDoesNotExist() {
    assertThat(rejection(lambda.invoke("nothing", new byte[0])))
        .isEqualTo(InvocationRejectedException.Reason.FUNCTION_NOT_FOUND);
  }

  @Test
  void invokesAsACallerOnlyWhenAPermissionAllowsIt() {
    createProbe();
    String source = "arn:aws:execute-api:eu-central-1:000000000000:abc/$default/GET/images";
    byte[] event = "\"hello\"".getBytes(StandardCharsets.UTF_8);

    assertThat(rejection(lambda.invokeAs(GATEWAY, source, "probe", event)))
        .isEqualTo(InvocationRejectedException.Reason.ACCESS_DENIED);

    lambda.addPermission(
        TestFunctions.arn("probe"),
        "gateway",
        "lambda:InvokeFunction",
        "apigateway.amazonaws.com",
        "arn:aws:execute-api:eu-central-1:000000000000:abc/*/*/images");

    assertThat(lambda.invokeAs(GATEWAY, source, TestFunctions.arn("probe"), event).join())
        .extracting(InvocationResult::payloadText)
        .isEqualTo("\"hello\"");
    assertThat(rejection(lambda.invokeAs(GATEWAY, source.replace("abc", "xyz"), "probe", event)))
        .isEqualTo(InvocationRejectedException.Reason.ACCESS_DENIED);
    assertThat(
            rejection(
                lambda.invokeAs(new Principal.Service("s3.amazonaws.com"), source, "probe", event)))
        .isEqualTo(InvocationRejectedException.Reason.ACCESS_DENIED);
  }

  @Test
  void refusesWhatLambdaRefusesInAFunction() {
    assertThatThrownBy(
            () ->
                lambda.createFunction(
                    TestFunctions.with(probe(), Map.of("AWS_REGION", "x", "A", "b"))))
        .hasMessageContaining("Reserved keys used in this request: AWS_REGION");
    assertThatThrownBy(
            () -> lambda.createFunction(TestFunctions.with(probe(), Map.of("A", "b".repeat(4096)))))
        .hasMessageContaining("exceeded the 4KB limit");
    assertThatThrownBy(
            () -> lambda.createFunction(TestFunctions.with(probe(), Duration.ofMinutes(16))))
        .hasMessageContaining("it must be 1 to 900 seconds");
    createProbe();
    assertThatThrownBy(this::createProbe).hasMessage("Function already exist: probe");
  }

  @Test
  void leavesNoProcessWhenItCloses() {
    createProbe();
    long pid = Long.parseLong(invoke("pid").payloadText());
    CompletableFuture<InvocationResult> endless = start("sleep 600000");

    lambda.close();

    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(endless.orTimeout(5, TimeUnit.SECONDS).join().functionError()).contains("Unhandled");
    assertThat(rejection(start("pid")))
        .isEqualTo(InvocationRejectedException.Reason.SERVICE_UNAVAILABLE);
  }

  @Test
  void theClientForOtherMachinesThanLinuxServes() {
    lambda.close();
    lambda =
        new LambdaService(
            access,
            directory.resolve("work"),
            directory.resolve("logs"),
            LambdaOptions.defaults(),
            true);
    createProbe();

    assertThat(invoke("context").payloadText())
        .isEqualTo("\"probe $LATEST " + TestFunctions.arn("probe") + " 256 19\"");
    assertThat(invoke("throw it").payloadText()).contains("\"errorMessage\":\"it\"");
    assertThat(invoke("large 6291557").payloadText()).contains("Function.ResponseSizeTooLarge");
    assertThat(invoke("x".repeat(1 << 20)).payload()).hasSize(1 << 20);
  }

  private LambdaService service(LambdaOptions options) {
    return new LambdaService(access, directory.resolve("work"), directory.resolve("logs"), options);
  }

  private FunctionConfiguration probe() {
    return TestFunctions.function(directory, "probe", Probe.class);
  }

  private void createProbe() {
    lambda.createFunction(probe());
  }

  private InvocationResult invoke(String event) {
    return start(event).join();
  }

  private CompletableFuture<InvocationResult> start(String event) {
    return lambda.invoke("probe", event.getBytes(StandardCharsets.UTF_8));
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("logs/probe.log"));
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

  private static InvocationRejectedException.Reason rejection(
      CompletableFuture<InvocationResult> future) {
    try {
      throw new AssertionError("It was not rejected: " + future.join());
    } catch (CompletionException e) {
      return ((InvocationRejectedException) e.getCause()).reason();
    }
  }
}
