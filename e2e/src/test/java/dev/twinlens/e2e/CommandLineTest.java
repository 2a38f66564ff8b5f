package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person types them, each in its own process. */
@Tag("own-deployment")
class CommandLineTest {

  @TempDir private Path data;
  private final List<LocalCommand> started = new ArrayList<>();

  @AfterEach
  void endWhatWasStarted() {
    started.forEach(command -> command.process().destroyForcibly());
  }

  @Test
  void runsUntilItIsStoppedAndLeavesNoProcessBehind() throws Exception {
    LocalCommand up = twinlens("up", "--data", data.toString());
    Awaitility.await()
        .atMost(Stack.PATIENCE)
        .until(() -> Files.exists(data.resolve("outputs.json")) || !up.process().isAlive());
    assertThat(up.process().isAlive()).as(up.output()).isTrue();
    String outputs = Files.readString(data.resolve("outputs.json"));
    assertThat(outputs)
        .contains(
            "apiUrl", "siteUrl", "imagesBucket", "resultsBucket", "imagesTable", "uploadsTopic")
        .contains("notificationsTopic", "backupContainerUrl", "dashboardUrl");
    // Starts a function, so that there is a child process of each kind.
    get(value(outputs, "apiUrl") + "/health");

    LocalCommand env = twinlens("env", "--data", data.toString());
    assertThat(env.exitValue()).isZero();
    assertThat(env.output())
        .contains("export AWS_ENDPOINT_URL='http://127.0.0.1:")
        .contains("export AWS_ACCESS_KEY_ID=")
        .contains("export AZURE_STORAGE_CONNECTION_STRING=");

    List<ProcessHandle> children = up.process().descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(2);
    LocalCommand access = twinlens("access", "--data", data.toString(), "--check");
    // Most permissions have not been used yet.
    assertThat(access.exitValue()).isEqualTo(1);
    assertThat(access.output()).contains("iam:role/query-images-role", " 0 calls denied.");
    up.process().destroy();
    assertThat(up.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    Awaitility.await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(up.output()).doesNotContain("unexpectedly");
  }

  @Test
  void leavesNoProcessBehindWhenItIsKilled() throws Exception {
    LocalCommand up = twinlens("up", "--data", data.toString());
    Awaitility.await()
        .atMost(Stack.PATIENCE)
        .until(() -> Files.exists(data.resolve("outputs.json")) || !up.process().isAlive());
    get(value(Files.readString(data.resolve("outputs.json")), "apiUrl") + "/health");
    List<ProcessHandle> children = up.process().descendants().toList();
    assertThat(children).isNotEmpty();

    up.process().destroyForcibly();

    Awaitility.await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void refusesASecondDeploymentInTheSameFolder() throws Exception {
    try (Stack stack = Stack.start(data, "dev")) {
      LocalCommand second = twinlens("up", "--data", stack.dataDirectory().toString());

      assertThat(second.exitValue()).isEqualTo(1);
      assertThat(second.output()).contains("already running").contains("--data");
      assertThat(data.resolve("outputs.json")).exists();
    }
  }

  @Test
  void namesTheStacksWhenTheNamedOneDoesNotExist() throws Exception {
    LocalCommand up = twinlens("up", "--data", data.toString(), "--stack", "nowhere");

    assertThat(up.exitValue()).isEqualTo(1);
    assertThat(up.output()).contains("Pulumi.nowhere.yaml").contains("dev");
    assertThat(data.resolve("outputs.json")).doesNotExist();
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      LocalCommand up =
          twinlens("up", "--data", data.toString(), "--port", String.valueOf(taken.getLocalPort()));

      assertThat(up.exitValue()).isEqualTo(1);
      assertThat(up.output()).contains(String.valueOf(taken.getLocalPort())).contains("--port");
    }
  }

  @Test
  void saysThatNothingIsRunning() throws Exception {
    LocalCommand env = twinlens("env", "--data", data.toString());

    assertThat(env.exitValue()).isEqualTo(1);
    assertThat(env.output()).contains("./twinlens up");
    LocalCommand access = twinlens("access", "--data", data.toString());
    assertThat(access.exitValue()).isEqualTo(1);
    assertThat(access.output()).contains("no deployment has run", "./twinlens up");
  }

  private LocalCommand twinlens(String... arguments) {
    LocalCommand command = LocalCommand.start(arguments);
    started.add(command);
    return command;
  }

  private static String value(String json, String name) {
    return json.replaceAll("(?s).*\"" + name + "\" : \"([^\"]*)\".*", "$1");
  }

  private static void get(String url) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).timeout(Stack.PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
  }
}
