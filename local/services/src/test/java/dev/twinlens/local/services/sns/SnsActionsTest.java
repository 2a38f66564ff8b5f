package dev.twinlens.local.services.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnsActionsTest {
  private static final String PREFIX = "arn:aws:sns:us-east-1:000000000000:";
  private static final String TOPIC = PREFIX + "uploads";
  private static final String POLICY =
      """
      {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "sns:*", "Resource": "*"}}
      """;

  private final SnsActions actions =
      new SnsActions(PREFIX, arn -> Optional.of(POLICY).filter(policy -> arn.equals(TOPIC)));

  @ParameterizedTest
  @CsvSource({
    "CreateTopic, Name, uploads",
    "DeleteTopic, TopicArn, arn:aws:sns:us-east-1:000000000000:uploads",
    "GetTopicAttributes, TopicArn, arn:aws:sns:us-east-1:000000000000:uploads",
    "ListSubscriptionsByTopic, TopicArn, arn:aws:sns:us-east-1:000000000000:uploads",
    "SetTopicAttributes, TopicArn, arn:aws:sns:us-east-1:000000000000:uploads",
    "Subscribe, TopicArn, arn:aws:sns:us-east-1:000000000000:uploads",
    "Publish, TopicArn, arn:aws:sns:us-east-1:000000000000:uploads",
    "Publish, TargetArn, arn:aws:sns:us-east-1:000000000000:uploads",
    "ListTagsForResource, ResourceArn, arn:aws:sns:us-east-1:000000000000:uploads",
    "TagResource, ResourceArn, arn:aws:sns:us-east-1:000000000000:uploads",
    "UntagResource, ResourceArn, arn:aws:sns:us-east-1:000000000000:uploads",
    "GetSubscriptionAttributes, SubscriptionArn, arn:aws:sns:us-east-1:000000000000:uploads:1-2",
    "SetSubscriptionAttributes, SubscriptionArn, arn:aws:sns:us-east-1:000000000000:uploads:1-2",
    "Unsubscribe, SubscriptionArn, arn:aws:sns:us-east-1:000000000000:uploads:1-2",
  })
  void needsAPermissionOnTheTopic(String operation, String parameter, String value)
      throws Exception {
    List<RequiredPermission> permissions = actions.of(operation, Map.of(parameter, value));

    assertThat(shown(permissions)).containsExactly("sns:" + operation + " " + TOPIC);
    assertThat(permissions)
        .extracting(permission -> permission.policy().flatMap(ResourcePolicy::document))
        .isNotEmpty()
        .allSatisfy(policy -> assertThat(policy).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListTopics", "ListSubscriptions"})
  void listingTopicsNeedsAPermissionOnAllOfThem(String operation) throws Exception {
    assertThat(shown(actions.of(operation, Map.of()))).containsExactly("sns:" + operation + " *");
  }

  @Test
  void creatingATaggedTopicNeedsThePermissionToTag() throws Exception {
    assertThat(
            shown(
                actions.of(
                    "CreateTopic",
                    Map.of(
                        "Name", "uploads",
                        "Tags.member.1.Key", "a",
                        "Tags.member.1.Value", "b"))))
        .containsExactly("sns:CreateTopic " + TOPIC, "sns:TagResource " + TOPIC);
  }

  @Test
  void publishingPrefersTheTopicToTheTarget() throws Exception {
    assertThat(
            shown(actions.of("Publish", Map.of("TargetArn", TOPIC, "TopicArn", PREFIX + "other"))))
        .containsExactly("sns:Publish " + PREFIX + "other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PublishBatch", "AddPermission", "ConfirmSubscription", "publish", ""})
  void rejectsUnknownOperationsByName(String operation) {
    assertThatExceptionOfType(UnknownOperationException.class)
        .isThrownBy(() -> actions.of(operation, Map.of("TopicArn", TOPIC)))
        .satisfies(
            unknown -> {
              assertThat(unknown.service()).isEqualTo("sns");
              assertThat(unknown.operation()).isEqualTo(operation);
            });
  }

  /** Each permission as its action and resource. */
  private static List<String> shown(List<RequiredPermission> permissions) {
    return permissions.stream()
        .map(permission -> permission.action() + " " + permission.resource())
        .toList();
  }
}
