package dev.twinlens.local.deployment.resources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.lambda.LambdaService;
import dev.twinlens.local.services.integration.FunctionInvocations.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lambda's results as its Invoke API reports them. */
class InvokableFunctionsTest {
  private static final String MISSING = EchoLambda.ARN.replace("echo", "nothing");

  @TempDir private Path directory;
  private EchoLambda lambda;
  private InvokableFunctions functions;

  @BeforeEach
  void createFunction() throws IOException {
    lambda = EchoLambda.in(directory);
    functions = new InvokableFunctions(lambda.service());
  }

  @AfterEach
  void stopLambda() {
    lambda.close();
  }

  private Result invoke(String functionArn, byte[] payload) {
    return functions.invoke(functionArn, payload).toCompletableFuture().join();
  }

  @Test
  void returnsTheErrorOfAFunctionThatFails() {
    assertThat(invoke(EchoLambda.ARN, "{}".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Result.Responded.class,
            responded -> {
              assertThat(responded.functionError()).isEqualTo(Optional.of("Unhandled"));
              assertThat(responded.payload()).contains("Class not found: dev.twinlens.Missing");
            });
  }

  @Test
  void doesNotFindAnUnknownFunction() {
    assertThat(functions.policy(MISSING).document()).isEmpty();
    assertThat(invoke(MISSING, new byte[2]))
        .isEqualTo(
            new Result.Rejected(
                404, "ResourceNotFoundException", "Function not found: " + MISSING));
  }

  @Test
  void rejectsAPayloadThatIsTooLarge() {
    assertThat(invoke(EchoLambda.ARN, new byte[LambdaService.MAXIMUM_REQUEST_BYTES + 1]))
        .isInstanceOfSatisfying(
            Result.Rejected.class,
            rejected -> assertThat(rejected.type()).isEqualTo("RequestTooLargeException"));
  }

  @Test
  void asksTheFunctionsPolicy() {
    lambda.permit("events.amazonaws.com", "arn:aws:events:eu-central-1:000000000000:rule/audit");

    assertThat(functions.policy(EchoLambda.ARN).document()).isPresent();
  }
}
