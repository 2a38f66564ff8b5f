package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

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
      List.of(FakeClouds.SAS_SIGNATURE, FakeClouds.GITHUB_TOKEN);

  static Stream<Arguments> stacks() {
    return Project.stacks().stream()
        .flatMap(
            stack ->
                Program.everyFormOf(stack).stream().map(program -> Arguments.of(stack, program)));
  }

  private static Program withAmplify() {
    return Program.withAmplify(Map.of());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stacks")
  void leaveTheProgramMarkedAsSecretOrNotAtAll(String stack, Program program) {
    assertThat(program.messages())
        .allSatisfy(
            message ->
                assertThat(SECRETS)
                    .as(message.about())
                    .noneMatch(secret -> message.plain().contains(secret)));
  }

  /** Else the test above would look at too little. */
  @Test
  void areLookedForInInputsArgumentsAndOutputs() {
    var messages = withAmplify().messages();
    assertThat(messages)
        .anyMatch(
            message -> message.about().equals("inputs of aws:lambda/function:Function backup"))
        .anyMatch(
            message ->
                message
                    .about()
                    .equals("arguments of azure-native:storage:listStorageAccountServiceSAS"))
        .anyMatch(
            message ->
                message.about().startsWith("outputs of ")
                    && message.plain().contains("containerUrl"))
        .anyMatch(
            message ->
                message.about().startsWith("outputs of ")
                    && message.plain().contains("backupContainerUrl"));
  }

  @ParameterizedTest
  @CsvSource({
    FakeClouds.SAS_SIGNATURE + ", inputs of aws:lambda/function:Function backup",
    FakeClouds.GITHUB_TOKEN + ", inputs of aws:amplify/app:App site"
  })
  void goToTheOnePlaceThatNeedsThem(String secret, String place) {
    assertThat(withAmplify().messages())
        .filteredOn(message -> message.text().contains(secret))
        .extracting(Program.Message::about)
        .containsExactly(place);
  }

  @Test
  void areTheOnlyThingsThatAreHidden() {
    assertThat(withAmplify().messages())
        .filteredOn(message -> !message.text().equals(message.plain()))
        .extracting(Program.Message::about)
        .containsExactlyInAnyOrder(
            "inputs of aws:lambda/function:Function backup", "inputs of aws:amplify/app:App site");
  }
}
