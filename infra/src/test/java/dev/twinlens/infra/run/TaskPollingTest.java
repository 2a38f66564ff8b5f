package dev.twinlens.infra.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.Pulumi;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class TaskPollingTest {
  private static long nanosecondsOf(String message) {
    TaskPolling.calm();
    var logger = Logger.getLogger(TaskPolling.SDK_LOGGER);
    long start = System.nanoTime();
    logger.log(Level.FINEST, message);
    return System.nanoTime() - start;
  }

  /** The SDK's message, by which the pause is found, and its logger may change in a new version. */
  @Test
  void knowsTheLoggerAndTheMessageOfTheSdk() throws Exception {
    var runner = "/com/pulumi/deployment/internal/DeploymentImpl$DefaultRunner.class";
    try (var code = Pulumi.class.getResourceAsStream(runner)) {
      assertThat(new String(code.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("Remaining tasks [%s]");
    }
  }

  @Test
  void pausesForAPoll() {
    assertThat(nanosecondsOf("Remaining tasks [7]: …")).isGreaterThan(10_000_000);
  }
}
