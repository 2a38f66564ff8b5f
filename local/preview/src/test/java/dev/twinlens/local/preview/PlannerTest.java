package dev.twinlens.local.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.PropertyValues;
import dev.twinlens.local.pulumi.Registration;
import dev.twinlens.local.pulumi.ResourceHandler;
import dev.twinlens.local.pulumi.ResourceState;
import dev.twinlens.local.pulumi.export.ContentHashes;
import dev.twinlens.local.pulumi.export.ExportRecorder;
import dev.twinlens.local.pulumi.export.StackExport;
import dev.twinlens.local.pulumi.plugin.ResourceType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pulumirpc.Resource.RegisterResourceRequest;

class PlannerTest {
  private static final String SECRET = "1b47061264138c4ac30d75fd1eb44270";
  private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";

  @TempDir Path folder;

  @Test
  void createsEverythingWhereNothingIsDeployed() {
    Planner planner = planner(StackExport.empty());

    ResourceState state = planner.handle(queue(Map.of("size", 2)));

    assertThat(state.id()).isEmpty();
    assertThat(state.outputs().getFieldsOrThrow("arn")).isEqualTo(PropertyValues.unknown());
    assertThat(actions(planner)).containsExactly(Action.CREATE);
  }

  @Test
  void changesNothingThatIsRegisteredAsItWasDeployed() {
    Planner planner = planner(deployed(queue(Map.of("size", 2, "token", secret("one")))));

    ResourceState state = planner.handle(queue(Map.of("size", 2, "token", secret("one"))));

    assertThat(state.id()).isEqualTo("id-of-jobs");
    assertThat(state.outputs().getFieldsOrThrow("arn").getStringValue()).isEqualTo("arn:jobs");
    assertThat(actions(planner)).containsExactly(Action.SAME);
  }

  @Test
  void updatesWhatHasAnotherInputAndKeepsItsOutputs() {
    Planner planner = planner(deployed(queue(Map.of("size", 2))));

    ResourceState state = planner.handle(queue(Map.of("size", 3)));

    assertThat(state.outputs().getFieldsOrThrow("size").getNumberValue()).isEqualTo(3);
    assertThat(state.outputs().getFieldsOrThrow("arn").getStringValue()).isEqualTo("arn:jobs");
    assertThat(actions(planner)).containsExactly(Action.UPDATE);
    assertThat(step(planner).differences()).hasToString("[diff: ~size]");
  }

  @Test
  void replacesWhatHasAnotherNameAndDoesNotKnowItsOutputs() {
    Planner planner = planner(deployed(queue(Map.of("name", "one"))));

    ResourceState state = planner.handle(queue(Map.of("name", "two")));

    assertThat(state.outputs().getFieldsOrThrow("arn")).isEqualTo(PropertyValues.unknown());
    assertThat(actions(planner)).containsExactly(Action.REPLACE);
  }

  @Test
  void deletesWhatIsNoLongerRegistered() {
    Planner planner = planner(deployed(queue(Map.of())));

    assertThat(actions(planner)).containsExactly(Action.DELETE);
  }

  @Test
  void findsWhatHadAnotherUrn() {
    Planner planner = planner(deployed(queue(Map.of())));
    Registration moved =
        new Registration(
            "urn:pulumi:dev::demo::q:Queue::tasks",
            List.of(queue(Map.of()).urn()),
            /* isProtected= */ false,
            queue(Map.of()).request());

    planner.handle(moved);

    assertThat(actions(planner)).containsExactly(Action.SAME);
  }

  @Test
  void seesThatASecretChangesWithoutKnowingIt() throws Exception {
    StackExport deployed = deployed(queue(Map.of("token", secret("one"))));
    Planner planner = planner(deployed);

    planner.handle(queue(Map.of("token", secret("two"))));

    assertThat(actions(planner)).containsExactly(Action.UPDATE);
    assertThat(Files.readString(folder.resolve("export.json"))).doesNotContain("\"one\"");
  }

  @Test
  void doesNotCompareASecretThatAFunctionComputes() {
    Planner planner = planner(deployed(queue(Map.of("token", secret("one")))));

    planner.handle(queue(Map.of("token", secret("sig=" + AlignedInputs.SECRET_OF_FUNCTION))));

    assertThat(actions(planner)).containsExactly(Action.SAME);
    assertThat(step(planner).differences().notCompared()).containsExactly("token");
  }

  @Test
  void comparesAnExportOfPulumisCli() throws Exception {
    Planner planner =
        planner(
            exported(
                """
                "token": {"%s": "%s", "ciphertext": "v1:abc"}, "size": "2", "fifo": true,
                "policy": "{\\"a\\": 1, \\"b\\": 2}", "nested": {"one": 1, "two": 2, "__defaults": ["two"]},
                "__defaults": ["fifo"]
                """
                    .formatted(SIGNATURE, SECRET)));

    planner.handle(
        queue(
            Map.of(
                "token",
                secret("one"),
                "size",
                2,
                "policy",
                "{\"b\":2,\"a\":1}",
                "nested",
                Map.of("one", 1))));

    assertThat(actions(planner)).containsExactly(Action.SAME);
    assertThat(step(planner).differences().notCompared()).containsExactly("token");
  }

  @Test
  void knowsTheNameThatTheProviderMade() throws Exception {
    Planner planner = planner(exported("\"name\": \"jobs-1a2b3c4\", \"__defaults\": [\"name\"]"));

    ResourceState state = planner.handle(queue(Map.of()));

    assertThat(state.outputs().getFieldsOrThrow("name").getStringValue()).isEqualTo("jobs-1a2b3c4");
    assertThat(step(planner).action()).isEqualTo(Action.SAME);
  }

  @Test
  void ignoresWhatTheEngineAddsToAProvider() throws Exception {
    Registration provider =
        registration("pulumi:providers:q", "mine", PropertyValues.wire(Map.of("region", "here")));
    Planner planner =
        planner(
            exported(provider, "\"__internal\": {}, \"region\": \"here\", \"version\": \"1.0.0\""));

    planner.handle(provider);

    assertThat(step(planner).action()).isEqualTo(Action.SAME);
  }

  @Test
  void isRefusedWhenItReplacesWhatIsProtected() throws Exception {
    Planner planner = planner(exported("\"name\": \"one\""));

    planner.handle(queue(Map.of("name", "two")));

    assertThat(planner.plan("dev").refused()).hasSize(1);
    assertThat(PlanText.of(planner.plan("dev")))
        .contains(
            "    +- 1 to replace",
            "error: q:Queue \"jobs\" is protected, so Pulumi refuses to replace it");
  }

  @Test
  void refusesAFileThatIsNoExport() throws Exception {
    Path file = Files.writeString(folder.resolve("other.json"), "{\"version\": 3}");

    assertThatThrownBy(() -> StackExport.read(file))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining("pulumi stack export");
  }

  private StackExport exported(String inputs) throws Exception {
    return exported(queue(Map.of()), inputs);
  }

  private StackExport exported(Registration registration, String inputs) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("cli.json"),
            """
            {"version": 3, "deployment": {"resources": [
              {"urn": "urn:pulumi:dev::demo::pulumi:providers:q::default_1_0_0", "type": "pulumi:providers:q"},
              {"urn": "%s", "custom": true, "id": "id-of-jobs", "type": "%s", "protect": true,
               "inputs": {%s}, "outputs": {"arn": "arn:jobs", "name": "jobs-1a2b3c4"}}]}}
            """
                .formatted(registration.urn(), registration.type(), inputs));
    return StackExport.read(file);
  }

  /** What a file has after a deployment. */
  private StackExport deployed(Registration registration) {
    ExportRecorder recorder = new ExportRecorder(new Creating(), new ContentHashes(folder));
    recorder.handle(registration);
    recorder.export().write(folder.resolve("export.json"));
    return StackExport.read(folder.resolve("export.json"));
  }

  /** Creates queues. */
  private static final class Creating implements ResourceHandler {
    @Override
    public ResourceState handle(Registration registration) {
      Struct arn = PropertyValues.wire(Map.of("arn", "arn:" + registration.name()));
      return new ResourceState(
          "id-of-" + registration.name(),
          registration.inputs().toBuilder().putAllFields(arn.getFieldsMap()).build());
    }

    @Override
    public Struct invoke(String token, Struct arguments) {
      throw new IllegalStateException(token);
    }
  }

  private Planner planner(StackExport deployed) {
    return new Planner(
        deployed,
        type -> new ResourceType(Optional.empty(), List.of("name")),
        new ContentHashes(folder),
        PlannedCalls.of(deployed, "eu-west-1"));
  }

  private static List<Action> actions(Planner planner) {
    return planner.plan("dev").steps().stream().map(PlannedStep::action).toList();
  }

  private static PlannedStep step(Planner planner) {
    return planner.plan("dev").steps().get(0);
  }

  private static Map<String, Object> secret(String value) {
    return Map.of(SIGNATURE, SECRET, "value", value);
  }

  private static Registration queue(Map<String, Object> inputs) {
    return registration("q:Queue", "jobs", PropertyValues.wire(inputs));
  }

  private static Registration registration(String type, String name, Struct inputs) {
    return new Registration(
        "urn:pulumi:dev::demo::%s::%s".formatted(type, name),
        List.of(),
        /* isProtected= */ false,
        RegisterResourceRequest.newBuilder()
            .setType(type)
            .setName(name)
            .setCustom(true)
            .setObject(inputs)
            .build());
  }
}
