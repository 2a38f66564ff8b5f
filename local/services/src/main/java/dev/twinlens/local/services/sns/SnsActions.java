package dev.twinlens.local.services.sns;

import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The permissions that a call of SNS needs. An operation on a subscription needs them on its topic.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html">Actions,
 *     resources, and condition keys for Amazon SNS</a>
 */
final class SnsActions {
  private final String arnPrefix;
  private final Function<String, Optional<String>> policyOf;

  /**
   * The topics of one account and region.
   *
   * @param arnPrefix what a topic's ARN has before its name
   * @param policyOf the policy of the topic with that ARN; empty when there is no such topic
   */
  SnsActions(String arnPrefix, Function<String, Optional<String>> policyOf) {
    this.arnPrefix = arnPrefix;
    this.policyOf = policyOf;
  }

  /** The permissions that an operation with these parameters needs. */
  List<RequiredPermission> of(String operation, Map<String, String> parameters)
      throws UnknownOperationException {
    return switch (operation) {
      case "ListSubscriptions", "ListTopics" ->
          List.of(RequiredPermission.of("sns:" + operation, "*"));
      case "CreateTopic" -> creating(arnPrefix + parameters.getOrDefault("Name", ""), parameters);
      case "Publish" ->
          onTopic(
              operation,
              parameters.getOrDefault("TopicArn", parameters.getOrDefault("TargetArn", "")));
      case "DeleteTopic",
          "GetTopicAttributes",
          "ListSubscriptionsByTopic",
          "SetTopicAttributes",
          "Subscribe" ->
          onTopic(operation, parameters.getOrDefault("TopicArn", ""));
      case "ListTagsForResource", "TagResource", "UntagResource" ->
          onTopic(operation, parameters.getOrDefault("ResourceArn", ""));
      case "GetSubscriptionAttributes", "SetSubscriptionAttributes", "Unsubscribe" ->
          onTopic(operation, topicOf(parameters.getOrDefault("SubscriptionArn", "")));
      default -> throw new UnknownOperationException("sns", operation);
    };
  }

  private List<RequiredPermission> creating(String arn, Map<String, String> parameters) {
    List<RequiredPermission> permissions = new ArrayList<>(onTopic("CreateTopic", arn));
    if (parameters.containsKey("Tags.member.1.Key")) {
      permissions.addAll(onTopic("TagResource", arn));
    }
    return permissions;
  }

  /** A subscription's ARN is its topic's ARN with one more part. */
  private static String topicOf(String subscriptionArn) {
    return subscriptionArn.substring(0, Math.max(0, subscriptionArn.lastIndexOf(':')));
  }

  private List<RequiredPermission> onTopic(String operation, String arn) {
    return List.of(
        RequiredPermission.of(
            "sns:" + operation, arn, ResourcePolicy.of(arn, policyOf.apply(arn))));
  }
}
