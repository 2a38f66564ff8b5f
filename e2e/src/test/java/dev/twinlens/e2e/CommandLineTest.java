package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person types them, each a process of its own. */
@Tag("own-deployment")
class CommandLineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path data;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatWasStarted() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void staysUntilItIsToldToStopAndLeavesNoProcessBehind() throws Exception {
    Process up = twinlens("up", "--data", data.toString());
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(data.resolve("outputs.json")) || !up.isAlive());
    assertThat(up.isAlive()).as(output(up)).isTrue();
    String outputs = Files.readString(data.resolve("outputs.json"));
    assertThat(outputs)
        .contains(
            "apiUrl", "siteUrl", "imagesBucket", "resultsBucket", "imagesTable", "uploadsTopic")
        .contains("notificationsTopic", "backupContainerUrl", "dashboardUrl");
    // Wakes a function, so that there is a child of every kind.
    get(value(outputs, "apiUrl") + "/health");

    Process env = twinlens("env", "--data", data.toString());
    assertThat(env.waitFor()).isZero();
    assertThat(output(env))
        .contains("export AWS_ENDPOINT_URL='http://127.0.0.1:")
        .contains("export AWS_ACCESS_KEY_ID=")
        .contains("export AZURE_STORAGE_CONNECTION_STRING=");

    List<ProcessHandle> children = up.descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(2);
    Process access = twinlens("access", "--data", data.toString(), "--check");
    // Most of what is granted has not been used yet.
    assertThat(access.waitFor()).isEqualTo(1);
    assertThat(output(access)).contains("iam:role/query-images-role", " 0 calls denied.");
    up.destroy();
    assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Awaitility.await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void leavesNoProcessBehindWhenItIsKilled() throws Exception {
    Process up = twinlens("up", "--data", data.toString());
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(data.resolve("outputs.json")) || !up.isAlive());
    get(value(Files.readString(data.resolve("outputs.json")), "apiUrl") + "/health");
    List<ProcessHandle> children = up.descendants().toList();
    assertThat(children).isNotEmpty();

    up.destroyForcibly();

    Awaitility.await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void refusesASecondDeploymentInTheSameFolder() throws Exception {
    try (Stack stack = Laptop.start(data, "dev")) {
      Process second = twinlens("up", "--data", stack.dataDirectory().toString());

      assertThat(second.waitFor()).isEqualTo(1);
      assertThat(output(second)).contains("already running").contains("--data");
      assertThat(data.resolve("outputs.json")).exists();
    }
  }

  @Test
  void namesTheStacksWhenAskedForOneThatIsNotThere() throws Exception {
    Process up = twinlens("up", "--data", data.toString(), "--stack", "nowhere");

    assertThat(up.waitFor()).isEqualTo(1);
    assertThat(output(up)).contains("Pulumi.nowhere.yaml").contains("dev");
    assertThat(data.resolve("outputs.json")).doesNotExist();
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Process up =
          twinlens("up", "--data", data.toString(), "--port", String.valueOf(taken.getLocalPort()));

      assertThat(up.waitFor()).isEqualTo(1);
      assertThat(output(up)).contains(String.valueOf(taken.getLocalPort())).contains("--port");
    }
  }

  @Test
  void saysThatNothingIsRunning() throws Exception {
    Process env = twinlens("env", "--data", data.toString());

    assertThat(env.waitFor()).isEqualTo(1);
    assertThat(output(env)).contains("./twinlens up");
    Process access = twinlens("access", "--data", data.toString());
    assertThat(access.waitFor()).isEqualTo(1);
    assertThat(output(access)).contains("no deployment has run", "./twinlens up");
  }

  private Process twinlens(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dtwinlens.home=" + Laptop.HOME);
    command.add("-jar");
    command.add(Laptop.HOME.resolve("local/deployment/target/local-deployment.jar").toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("output-" + started.size()).toFile())
            .start();
    started.add(process);
    return process;
  }

  private String output(Process process) throws IOException {
    return Files.readString(data.resolve("output-" + started.indexOf(process)));
  }

  private static String value(String json, String name) {
    return json.replaceAll("(?s).*\"" + name + "\" : \"([^\"]*)\".*", "$1");
  }

  private static void get(String url) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
  }
}
