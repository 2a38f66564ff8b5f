package dev.twinlens.local.lambda;

import static dev.twinlens.local.lambda.TestLambda.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.lambda.handlers.FailsToInitialise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaServiceTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Principal GATEWAY = new Principal.Service("apigateway.amazonaws.com");

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
  void returnsTheHandlersResponseAndKeepsTheProcess() {
    lambda.createProbe();

    assertThat(lambda.invoke("{\"über\": \"日本\"}").payloadText()).isEqualTo("{\"über\": \"日本\"}");
    assertThat(lambda.invoke("{\"über\": \"日本\"}").functionError()).isEmpty();
    assertThat(lambda.invoke("count").payloadText()).isEqualTo("3");
  }

  @Test
  void givesTheFunctionItsContext() {
    lambda.createProbe();

    assertThat(lambda.invoke("context").payloadText())
        .isEqualTo("\"probe $LATEST " + TestFunctions.arn("probe") + " 256 19\"");
    assertThat(Integer.parseInt(lambda.invoke("heap").payloadText())).isBetween(200, 217);
  }

  @Test
  void passesOnlyTheFunctionsAndLambdasVariables() throws IOException {
    lambda
        .service()
        .createFunction(TestFunctions.with(lambda.probe(), Map.of("IMAGES_BUCKET", "images-1")));

    JsonNode environment = JSON.readTree(lambda.invoke("environment").payload());

    assertThat(environment.path("IMAGES_BUCKET").textValue()).isEqualTo("images-1");
    assertThat(environment.path("AWS_REGION").textValue()).isEqualTo("eu-central-1");
    assertThat(environment.path("AWS_ACCESS_KEY_ID").textValue()).isEqualTo("AKIATEST");
    assertThat(environment.path("AWS_ENDPOINT_URL").textValue()).isEqualTo("http://127.0.0.1:1");
    assertThat(environment.path("LAMBDA_TASK_ROOT").textValue())
        .isEqualTo(lambda.invoke("property user.dir").payloadText().replace("\"", ""));
    Set<String> others = new HashSet<>();
    environment.fieldNames().forEachRemaining(others::add);
    others.removeIf(name -> name.startsWith("AWS_") || name.startsWith("LAMBDA_"));
    assertThat(others).containsExactlyInAnyOrder("IMAGES_BUCKET", "_HANDLER", "PATH", "LANG", "TZ");
  }

  @Test
  void reportsTheHandlersException() throws IOException {
    lambda.createProbe();

    InvocationResult result = lambda.invoke("throw no such photo");

    assertThat(result.functionError()).contains("Unhandled");
    JsonNode error = JSON.readTree(result.payload());
    assertThat(error.path("errorMessage").textValue()).isEqualTo("no such photo");
    assertThat(error.path("errorType").textValue()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.path("stackTrace").isArray()).isTrue();
    assertThat(result.logTail()).contains("no such photo: java.lang.IllegalStateException");
    assertThat(lambda.invoke("count").payloadText()).isEqualTo("2");
  }

  @Test
  void reportsAFailedInitialisationToEachInvocation() throws IOException {
    lambda
        .service()
        .createFunction(TestFunctions.function(directory, "probe", FailsToInitialise.class));

    for (int attempt = 0; attempt < 2; attempt++) {
      InvocationResult result = lambda.invoke("\"event\"");
      assertThat(result.functionError()).contains("Unhandled");
      assertThat(result.payloadText()).contains("IMAGES_BUCKET is missing");
      assertThat(result.logTail()).contains("IMAGES_BUCKET is missing");
    }
  }

  @Test
  void reportsAMissingHandlerClass() throws IOException {
    lambda
        .service()
        .createFunction(
            TestFunctions.withHandler(lambda.probe(), "dev.twinlens.Missing::handleRequest"));

    InvocationResult result = lambda.invoke("{}");

    assertThat(result.functionError()).contains("Unhandled");
    assertThat(JSON.readTree(result.payload()).path("errorMessage").textValue())
        .isEqualTo("Class not found: dev.twinlens.Missing");
  }

  @Test
  void writesTheLinesThatLambdaWrites() throws IOException {
    lambda.createProbe();

    InvocationResult result = lambda.invoke("print größer");

    String id = "[0-9a-f-]{36}";
    assertThat(lambda.log().lines())
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
    assertThat(result.logTail()).isEqualTo(lambda.log());
  }

  @Test
  void createsADeletedLogAgain() throws IOException {
    lambda.createProbe();
    lambda.invoke("print first");
    Files.delete(directory.resolve("logs/probe.log"));
    Files.delete(directory.resolve("logs"));

    InvocationResult result = lambda.invoke("count");

    assertThat(result.payloadText()).isEqualTo("2");
    assertThat(lambda.log()).startsWith("START RequestId: ");
    assertThat(result.logTail()).isEqualTo(lambda.log());
  }

  @Test
  void rejectsPayloadsAndResponsesOverSixMegabytes() throws IOException {
    lambda.createProbe();
    assertThat(lambda.invoke("x".repeat(LambdaService.MAXIMUM_REQUEST_BYTES)).payload())
        .hasSize(LambdaService.MAXIMUM_REQUEST_BYTES);
    assertThat(rejection(lambda.start("x".repeat(LambdaService.MAXIMUM_REQUEST_BYTES + 1))))
        .isEqualTo(InvocationRejectedException.Reason.REQUEST_TOO_LARGE);

    assertThat(lambda.invoke("large 6291556").payload()).hasSize(6_291_556);
    InvocationResult tooLarge = lambda.invoke("large 6291557");

    assertThat(tooLarge.functionError()).contains("Unhandled");
    assertThat(JSON.readTree(tooLarge.payload()).path("errorType").textValue())
        .isEqualTo("Function.ResponseSizeTooLarge");
    assertThat(lambda.invoke("count").functionError()).isEmpty();
  }

  @Test
  void rejectsAnUnknownFunction() {
    assertThat(rejection(lambda.service().invoke("nothing", new byte[0])))
        .isEqualTo(InvocationRejectedException.Reason.FUNCTION_NOT_FOUND);
  }

  @Test
  void invokesForACallerOnlyWithAPermission() {
    lambda.createProbe();
    String source = "arn:aws:execute-api:eu-central-1:000000000000:abc/$default/GET/images";
    byte[] event = "\"hello\"".getBytes(StandardCharsets.UTF_8);

    assertThat(rejection(lambda.service().invokeAs(GATEWAY, source, "probe", event)))
        .isEqualTo(InvocationRejectedException.Reason.ACCESS_DENIED);

    lambda
        .service()
        .addPermission(
            TestFunctions.arn("probe"),
            "gateway",
            "lambda:InvokeFunction",
            "apigateway.amazonaws.com",
            "arn:aws:execute-api:eu-central-1:000000000000:abc/*/*/images");

    assertThat(lambda.service().invokeAs(GATEWAY, source, TestFunctions.arn("probe"), event).join())
        .extracting(InvocationResult::payloadText)
        .isEqualTo("\"hello\"");
    assertThat(
            rejection(
                lambda.service().invokeAs(GATEWAY, source.replace("abc", "xyz"), "probe", event)))
        .isEqualTo(InvocationRejectedException.Reason.ACCESS_DENIED);
    assertThat(
            rejection(
                lambda
                    .service()
                    .invokeAs(new Principal.Service("s3.amazonaws.com"), source, "probe", event)))
        .isEqualTo(InvocationRejectedException.Reason.ACCESS_DENIED);
  }

  @Test
  void rejectsAFunctionThatLambdaRejects() {
    assertThatThrownBy(
            () ->
                lambda
                    .service()
                    .createFunction(
                        TestFunctions.with(lambda.probe(), Map.of("AWS_REGION", "x", "A", "b"))))
        .hasMessageContaining("Reserved keys used in this request: AWS_REGION");
    assertThatThrownBy(
            () ->
                lambda
                    .service()
                    .createFunction(
                        TestFunctions.with(lambda.probe(), Map.of("A", "b".repeat(4096)))))
        .hasMessageContaining("exceeded the 4KB limit");
    assertThatThrownBy(
            () ->
                lambda
                    .service()
                    .createFunction(TestFunctions.with(lambda.probe(), Duration.ofMinutes(16))))
        .hasMessageContaining("it must be 1 to 900 seconds");
    lambda.createProbe();
    assertThatThrownBy(lambda::createProbe).hasMessage("Function already exist: probe");
  }

  @Test
  void runsFunctionsWithTheClientForOtherSystems() {
    lambda.close();
    lambda = new TestLambda(directory, LambdaOptions.defaults(), /* portableClient= */ true);
    lambda.createProbe();

    assertThat(lambda.invoke("context").payloadText())
        .isEqualTo("\"probe $LATEST " + TestFunctions.arn("probe") + " 256 19\"");
    assertThat(lambda.invoke("throw it").payloadText()).contains("\"errorMessage\":\"it\"");
    assertThat(lambda.invoke("large 6291557").payloadText())
        .contains("Function.ResponseSizeTooLarge");
    assertThat(lambda.invoke("x".repeat(1 << 20)).payload()).hasSize(1 << 20);
  }
}
