package dev.twinlens.local.deployment.resources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How events of rules reach functions. The end-to-end tests have a function that succeeds. */
class ScheduledFunctionsTest {
  private static final String RULE = "arn:aws:events:eu-central-1:000000000000:rule/audit";
  private static final byte[] EVENT = "{}".getBytes(UTF_8);

  @TempDir private Path directory;
  private EchoLambda lambda;
  private ScheduledFunctions functions;

  @BeforeEach
  void createFunction() throws IOException {
    lambda = EchoLambda.in(directory);
    functions = new ScheduledFunctions(lambda.service());
  }

  @AfterEach
  void stopLambda() {
    lambda.close();
  }

  private void send() {
    functions.send(EchoLambda.ARN, RULE, EVENT).toCompletableFuture().join();
  }

  @Test
  void doesNotInvokeAFunctionThatAllowsAnotherRule() {
    lambda.permit("events.amazonaws.com", RULE + "-2");

    assertThatThrownBy(this::send)
        .hasMessageContaining("not authorized")
        .hasMessageContaining(RULE);
  }

  @Test
  void reportsAFunctionThatFails() {
    lambda.permit("events.amazonaws.com", RULE);

    assertThatThrownBy(this::send)
        .hasMessageContaining("Unhandled")
        .hasMessageContaining("Class not found: dev.twinlens.Missing");
  }
}
