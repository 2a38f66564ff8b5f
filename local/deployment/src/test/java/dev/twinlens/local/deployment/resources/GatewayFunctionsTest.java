package dev.twinlens.local.deployment.resources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.apigateway.FunctionResult;
import dev.twinlens.local.lambda.LambdaService;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How Lambda's results reach API Gateway. The end-to-end tests invoke functions that succeed. */
class GatewayFunctionsTest {
  private static final String SOURCE =
      "arn:aws:execute-api:eu-central-1:000000000000:abc/$default/GET/images";

  @TempDir private Path directory;
  private EchoLambda lambda;
  private GatewayFunctions functions;

  @BeforeEach
  void createFunction() throws IOException {
    lambda = EchoLambda.in(directory);
    functions = new GatewayFunctions(lambda.service());
  }

  @AfterEach
  void stopLambda() {
    lambda.close();
  }

  @Test
  void doesNotInvokeAFunctionWithoutAPermission() {
    assertThat(functions.invoke("echo", SOURCE, new byte[2]).join())
        .isInstanceOfSatisfying(
            FunctionResult.NotInvoked.class,
            result -> assertThat(result.reason()).contains("not authorized").contains(SOURCE));
  }

  @Test
  void doesNotInvokeAnUnknownFunction() {
    assertThat(functions.invoke("nothing", SOURCE, new byte[2]).join())
        .isEqualTo(new FunctionResult.NotInvoked("Function not found: nothing"));
  }

  @Test
  void reportsAnEventThatIsTooLargeForLambda() {
    permit();

    byte[] event = new byte[LambdaService.MAXIMUM_REQUEST_BYTES + 1];

    assertThat(functions.invoke("echo", SOURCE, event).join())
        .isEqualTo(new FunctionResult.EventTooLarge());
  }

  @Test
  void reportsTheErrorOfAFunctionThatFails() {
    permit();

    assertThat(functions.invoke("echo", SOURCE, "{}".getBytes(UTF_8)).join())
        .isInstanceOfSatisfying(
            FunctionResult.Failed.class,
            result -> assertThat(result.error()).contains("Class not found: dev.twinlens.Missing"));
  }

  private void permit() {
    lambda.permit(
        "apigateway.amazonaws.com", "arn:aws:execute-api:eu-central-1:000000000000:abc/*");
  }
}
