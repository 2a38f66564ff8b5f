package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.PulumiProject;
import dev.twinlens.infra.graph.RecordedMessage;
import dev.twinlens.infra.graph.RecordedStack;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each secret, in every message between the program and Pulumi's engine. */
class SecretsTest {
  private static final List<String> SECRETS =
      List.of(FakeClouds.SAS_SIGNATURE, PulumiProject.SAMPLE_SECRET);

  static Stream<Arguments> stacks() {
    return Recordings.PROJECT.stacks().keySet().stream()
        .flatMap(
            stack ->
                Recordings.everyFormOf(stack).stream()
                    .map(program -> Arguments.of(stack, program)));
  }

  private static RecordedStack withAmplify() {
    return Recordings.withAmplify(Map.of());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stacks")
  void leaveTheProgramMarkedAsSecretOrNotAtAll(String stack, RecordedStack program) {
    assertThat(program.messages())
        .allSatisfy(
            message ->
                assertThat(SECRETS)
                    .as(message.subject())
                    .noneMatch(secret -> message.withoutSecrets().contains(secret)));
  }

  /** Else the test above would look at too little. */
  @Test
  void areLookedForInInputsArgumentsAndOutputs() {
    var messages = withAmplify().messages();
    assertThat(messages)
        .anyMatch(
            message -> message.subject().equals("inputs of aws:lambda/function:Function backup"))
        .anyMatch(
            message ->
                message
                    .subject()
                    .equals("arguments of azure-native:storage:listStorageAccountServiceSAS"))
        .anyMatch(
            message ->
                message.subject().startsWith("outputs of ")
                    && message.withoutSecrets().contains("containerUrl"))
        .anyMatch(
            message ->
                message.subject().startsWith("outputs of ")
                    && message.withoutSecrets().contains("backupContainerUrl"));
  }

  @ParameterizedTest
  @CsvSource({
    "sp=c&sig=" + FakeClouds.SAS_SIGNATURE + ", inputs of aws:lambda/function:Function backup",
    "sp=rl&sig=" + FakeClouds.SAS_SIGNATURE + ", inputs of aws:lambda/function:Function audit",
    PulumiProject.SAMPLE_SECRET + ", inputs of aws:amplify/app:App site"
  })
  void goToTheOnePlaceThatNeedsThem(String secret, String place) {
    assertThat(withAmplify().messages())
        .filteredOn(message -> message.text().contains(secret))
        .extracting(RecordedMessage::subject)
        .containsExactly(place);
  }

  @Test
  void areTheOnlyThingsThatAreHidden() {
    assertThat(withAmplify().messages())
        .filteredOn(message -> !message.text().equals(message.withoutSecrets()))
        .extracting(RecordedMessage::subject)
        .containsExactlyInAnyOrder(
            "inputs of aws:lambda/function:Function backup",
            "inputs of aws:lambda/function:Function audit",
            "inputs of aws:amplify/app:App site");
  }
}
