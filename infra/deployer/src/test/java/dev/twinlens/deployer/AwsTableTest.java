package dev.twinlens.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsTableTest {
  private static final String QUEUE = "aws:sqs/queue:Queue";

  private static final String TABLE =
      """
      conditions:
        own: {StringEquals: {"aws:ResourceAccount": "1"}}
      policies:
        messaging:
          aws:sqs/queue:Queue:
            - sid: Queues
              resource: ["arn:aws:sqs:{region}:{account}:{name}"]
              when: own
              actions:
                create: [sqs:CreateQueue]
                delete: [sqs:DeleteQueue]
      unchecked:
        aws:index/getRegion:getRegion: makes no call
      """;

  private static AwsTable table(String part, String by) {
    assertThat(TABLE).contains(part);
    return Tables.parse(TABLE.replace(part, by), new TypeReference<>() {});
  }

  private static void refuses(String part, String by, String because) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table(part, by))
        .withMessageContaining(because);
  }

  @Test
  void hasTheActionsOfAllStepsWithTheirConditions() {
    assertThat(table("", "").of(QUEUE))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.policy()).isEqualTo("messaging");
              assertThat(entry.permission().allActions())
                  .containsExactly("sqs:CreateQueue", "sqs:DeleteQueue");
              assertThat(entry.conditions().get("StringEquals"))
                  .containsEntry("aws:ResourceAccount", "1");
            });
  }

  @Test
  void hasTypesThatNeedNothing() {
    assertThat(table("", "").of("aws:index/getRegion:getRegion")).isEmpty();
  }

  @Test
  void namesATypeThatItLacks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table("", "").of("aws:sns/topic:Topic"))
        .withMessageContaining("aws.yaml does not say what deploying aws:sns/topic:Topic needs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'*'", "'sqs:*'", "'sqs:Create*'", "CreateQueue"})
  void refusesActionsThatAreNotExact(String action) {
    refuses("sqs:CreateQueue", action, "Queues has an action that is not exact");
  }

  @Test
  void saysWhereAMistakeIs() {
    refuses("sqs:CreateQueue", "CreateQueue", "[\"messaging\"]->");
    refuses("sqs:CreateQueue", "CreateQueue", "[\"aws:sqs/queue:Queue\"]");
  }

  @Test
  void refusesEverythingWithoutAReason() {
    refuses("[\"arn:aws:sqs:{region}:{account}:{name}\"]", "'*'", "needs a reason");
    assertThat(
            table("[\"arn:aws:sqs:{region}:{account}:{name}\"]", "'*'\n        because: no ARN")
                .permissions())
        .singleElement()
        .satisfies(permission -> assertThat(permission.resource()).containsExactly("*"));
  }

  @Test
  void refusesAReasonWhereThereIsNothingToExplain() {
    refuses("when: own", "because: it is late", "needs a reason");
  }

  @Test
  void refusesMisspeltKeysAndSteps() {
    refuses("when: own", "condition: own", "\"condition\"");
    refuses("create:", "creates:", "creates");
  }

  @Test
  void refusesRepeatedTypesAndKeys() {
    refuses("unchecked:", "    aws:sqs/queue:Queue: []\nunchecked:", "Duplicate field");
    refuses("when: own", "when: own\n        when: own", "Duplicate field 'when'");
  }

  @Test
  void refusesATypeInTwoPolicies() {
    refuses("unchecked:", "  other: {'aws:sqs/queue:Queue': []}\nunchecked:", "in two policies");
  }

  @Test
  void refusesASidTwiceInAPolicy() {
    refuses(
        "unchecked:",
        "    aws:sns/topic:Topic: [{sid: Queues, resource: [a], actions: {read: [sns:Get]}}]"
            + "\nunchecked:",
        "messaging repeats the sid Queues");
  }

  @Test
  void refusesConditionsThatItDoesNotHave() {
    refuses("when: own", "when: owned", "there are no conditions owned");
  }

  @Test
  void refusesAPermissionWithoutActions() {
    refuses(
        "actions:\n          create: [sqs:CreateQueue]\n          delete: [sqs:DeleteQueue]",
        "actions: {}",
        "Queues names no action");
    refuses("sid: Queues\n        resource", "resource", "Missing required creator property 'sid'");
  }

  @Test
  void refusesASidThatIamWould() {
    refuses("sid: Queues", "sid: my queues", "letters and digits");
  }
}
