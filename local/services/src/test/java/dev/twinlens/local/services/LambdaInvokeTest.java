package dev.twinlens.local.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.integration.FunctionInvocations;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Lambda's Invoke, with functions that echo or fail. */
class LambdaInvokeTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private static final String PREFIX = "arn:aws:lambda:us-east-1:000000000000:function:";

  @BeforeAll
  static void connectFunctions() {
    AWS.services().invokeWith(new EchoFunctions());
  }

  private static InvokeResponse invoke(String function, String payload) {
    return AWS.clients()
        .lambda()
        .invoke(
            invoke ->
                invoke
                    .functionName(function)
                    .logType(LogType.TAIL)
                    .payload(SdkBytes.fromUtf8String(payload)));
  }

  @Test
  void returnsTheResponseWithTheEndOfTheLog() {
    InvokeResponse response = invoke("echo", "{\"a\":1}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.payload().asUtf8String()).isEqualTo("{\"a\":1}");
    assertThat(response.functionError()).isNull();
    assertThat(response.executedVersion()).isEqualTo("$LATEST");
    assertThat(new String(Base64.getDecoder().decode(response.logResult()), UTF_8))
        .isEqualTo("the log");
  }

  @Test
  void acceptsAnArn() {
    assertThat(invoke(PREFIX + "echo", "{}").payload().asUtf8String()).isEqualTo("{}");
  }

  @Test
  void sendsAnEmptyObjectForNoPayload() {
    assertThat(
            AWS.clients()
                .lambda()
                .invoke(invoke -> invoke.functionName("echo"))
                .payload()
                .asUtf8String())
        .isEqualTo("{}");
  }

  @Test
  void saysInAHeaderThatTheFunctionFailed() {
    InvokeResponse response = invoke("fail", "{}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.functionError()).isEqualTo("Unhandled");
  }

  @Test
  void doesNotFindAnUnknownFunction() {
    assertThatThrownBy(() -> invoke("other", "{}"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Function not found: " + PREFIX + "other");
  }

  @Test
  void rejectsInvocationsWithoutAResponse() {
    assertThatThrownBy(
            () ->
                AWS.clients()
                    .lambda()
                    .invoke(
                        invoke -> invoke.functionName("echo").invocationType(InvocationType.EVENT)))
        .isInstanceOf(InvalidParameterValueException.class);
  }

  @Test
  void deniesACallerWithoutThePermission() {
    Role role = new Role(AWS.services()).may("lambda:InvokeFunction", PREFIX + "echo");

    assertThat(
            role.clients()
                .lambda()
                .invoke(invoke -> invoke.functionName("echo"))
                .payload()
                .asUtf8String())
        .isEqualTo("{}");
    assertThatThrownBy(() -> role.clients().lambda().invoke(invoke -> invoke.functionName("fail")))
        .isInstanceOfSatisfying(
            LambdaException.class,
            denied ->
                assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"))
        .hasMessageContaining("lambda:InvokeFunction");
  }

  @Test
  void deniesEveryOtherOperation() {
    assertThatThrownBy(() -> AWS.clients().lambda().listFunctions())
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("not authorized");
  }

  private static final class EchoFunctions implements FunctionInvocations {
    @Override
    public ResourcePolicy policy(String functionArn) {
      return ResourcePolicy.of(functionArn, Optional.empty());
    }

    @Override
    public CompletionStage<Result> invoke(String functionArn, byte[] payload) {
      String text = new String(payload, UTF_8);
      return CompletableFuture.completedFuture(
          switch (functionArn) {
            case PREFIX + "echo" -> new Result.Responded(text, Optional.empty(), "the log");
            case PREFIX + "fail" -> new Result.Responded(text, Optional.of("Unhandled"), "");
            default ->
                new Result.Rejected(
                    404, "ResourceNotFoundException", "Function not found: " + functionArn);
          });
    }
  }
}
