package dev.twinlens.infra.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.pulumi.Pulumi;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class SdkLoggerTest {
  private static long nanosecondsOf(String message) {
    SdkLogger.install();
    var logger = Logger.getLogger(SdkLogger.NAME);
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

  /** The engine has the error, too, and shows it. */
  @Test
  void writesNoErrorToTheConsole() {
    var console = System.err;
    var written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    var handler = new ConsoleHandler();
    var root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      SdkLogger.install();
      Logger.getLogger("another").log(Level.SEVERE, "an error of another part");
      Logger.getLogger(SdkLogger.NAME).log(Level.SEVERE, "an error of the program");
    } finally {
      root.removeHandler(handler);
      System.setErr(console);
    }
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("an error of another part")
        .doesNotContain("an error of the program");
  }

  /** Without one, slf4j, with which the SDK's libraries log, writes three lines to the console. */
  @Test
  void isBesideAProviderForOtherLoggers() {
    assertThatCode(() -> Class.forName("org.slf4j.nop.NOPServiceProvider"))
        .doesNotThrowAnyException();
  }
}
