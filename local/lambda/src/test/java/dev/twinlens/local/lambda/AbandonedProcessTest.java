package dev.twinlens.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlens.local.lambda.handlers.Probe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbandonedProcessTest {

  @TempDir private Path directory;

  @Test
  void endsFunctionsWhenTheirServiceIsKilled() throws Exception {
    Process service =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Service.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = service.inputReader(StandardCharsets.UTF_8)) {
      String pid = CompletableFuture.supplyAsync(() -> readLine(output)).get(60, TimeUnit.SECONDS);
      assertThat(pid).as("the function's process ID").matches("[0-9]+");
      long function = Long.parseLong(pid);
      assertThat(ProcessHandle.of(function)).isPresent();

      service.destroyForcibly();

      await().until(() -> ProcessHandle.of(function).isEmpty());
    } finally {
      service.destroyForcibly();
    }
  }

  private static String readLine(BufferedReader output) {
    try {
      return output.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A service that is killed during an invocation of its function. */
  static final class Service {
    private Service() {}

    public static void main(String[] arguments) {
      Path directory = Path.of(arguments[0]);
      LambdaService lambda =
          new LambdaService(
              TestFunctions.access("probe"), directory.resolve("work"), directory.resolve("logs"));
      lambda.createFunction(TestFunctions.function(directory, "probe", Probe.class));
      String pid =
          lambda.invoke("probe", "pid".getBytes(StandardCharsets.UTF_8)).join().payloadText();
      CompletableFuture<InvocationResult> endless =
          lambda.invoke("probe", "sleep 15000".getBytes(StandardCharsets.UTF_8));
      System.out.println(pid);
      endless.join();
    }
  }
}
