package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/** The project's policy pack, and others, in front of the local deployment. */
@Tag("own-deployment")
class PolicyPackTest {
  private static final Path PACK = Stack.HOME.resolve("policy");
  private static final String RUNNER = "run-policy-pack";

  @TempDir private Path folder;
  private final List<LocalCommand> started = new ArrayList<>();

  @AfterEach
  void endWhatWasStarted() {
    started.forEach(command -> command.process().destroyForcibly());
  }

  @Test
  void deploysTheUnchangedProgram() {
    LocalCommand up = up("--policy-pack", PACK.toString());

    Awaitility.await()
        .atMost(Stack.PATIENCE)
        .until(() -> Files.exists(data().resolve("outputs.json")) || !up.process().isAlive());

    assertThat(up.process().isAlive()).as(up.output()).isTrue();
    assertThat(up.output())
        .contains("policy pack: no violation")
        .doesNotContain("cannot be decided yet", "can't run policy");
    assertThat(packs(up)).isEmpty();
  }

  @Test
  void refusesAResourceBeforeItIsMade() throws Exception {
    LocalCommand up =
        up(
            "--policy-pack",
            pack("""
                    validateResource: (resource, report) => {
                      if (resource.type === 'aws:sqs/queue:Queue') report('is a queue');
                    },
                    """)
                .toString());

    assertThat(up.exitValue()).isEqualTo(1);
    assertThat(up.output())
        .contains("the policy pack refuses", "-dlq: no-queues: There are no queues. is a queue")
        .doesNotContain("+  aws:sqs/queue:Queue");
    assertThat(data().resolve("outputs.json")).doesNotExist();
  }

  @Test
  void refusesTheStackBeforeItIsServed() throws Exception {
    LocalCommand up =
        up(
            "--policy-pack",
            pack("""
                    validateStack: ({ resources }, report) => {
                      const queue = resources.find(({ type }) => type === 'aws:sqs/queue:Queue');
                      report(`is at ${queue.props.url}`, queue.urn);
                    },
                    """)
                .toString());

    assertThat(up.exitValue()).isEqualTo(1);
    // The address is an output.
    assertThat(up.output()).contains("no-queues: There are no queues. is at http://127.0.0.1:");
    assertThat(data().resolve("outputs.json")).doesNotExist();
  }

  @Test
  void leavesNoPackBehindWhenItIsKilled() throws Exception {
    LocalCommand up =
        up(
            "--policy-pack",
            // Answers never.
            pack("validateResource: () => new Promise(() => {}),").toString());
    Awaitility.await().atMost(Stack.PATIENCE).until(() -> !packs(up).isEmpty());
    List<ProcessHandle> packs = packs(up);

    up.process().destroyForcibly();

    assertThat(up.process().waitFor(Stack.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    Awaitility.await().until(() -> packs.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void saysWhatIsMissingBeforeAnythingStarts() throws Exception {
    Path pack = Files.createDirectories(folder.resolve("empty"));
    Files.writeString(pack.resolve("PulumiPolicy.yaml"), "runtime: nodejs\n");
    LocalCommand up = up("--policy-pack", pack.toString());
    LocalCommand cli = up("--engine", "none", "--policy-pack", pack.toString());

    assertThat(up.exitValue()).isEqualTo(1);
    assertThat(up.output())
        .contains("npm install --omit=dev --prefix " + pack)
        .doesNotContain("Starting the services");
    assertThat(cli.exitValue()).isEqualTo(2);
    assertThat(cli.output()).contains("give the option to pulumi up");
  }

  private LocalCommand up(String... options) {
    List<String> arguments = new ArrayList<>(List.of("up", "--data", data().toString()));
    arguments.addAll(List.of(options));
    LocalCommand command = LocalCommand.start(arguments.toArray(String[]::new));
    started.add(command);
    return command;
  }

  private Path data() {
    return folder.resolve("data");
  }

  private static List<ProcessHandle> packs(LocalCommand up) {
    return up.process()
        .descendants()
        .filter(
            process ->
                process.info().commandLine().filter(line -> line.contains(RUNNER)).isPresent())
        .toList();
  }

  /** A pack with one rule and the packages of the project's. */
  private Path pack(String rule) throws IOException {
    Path pack = Files.createDirectories(folder.resolve("pack"));
    Files.writeString(pack.resolve("PulumiPolicy.yaml"), "runtime: nodejs\nmain: .\n");
    Files.writeString(
        pack.resolve("package.json"), "{\"main\": \"index.cjs\", \"version\": \"1.0.0\"}\n");
    Files.writeString(
        pack.resolve("index.cjs"),
        """
        const { PolicyPack } = require('@pulumi/policy');
        new PolicyPack('strict', {
          policies: [
            {
              name: 'no-queues',
              description: 'There are no queues.',
              enforcementLevel: 'mandatory',
              %s
            },
          ],
        });
        """
            .formatted(rule));
    Files.createSymbolicLink(pack.resolve("node_modules"), PACK.resolve("node_modules"));
    return pack;
  }
}
