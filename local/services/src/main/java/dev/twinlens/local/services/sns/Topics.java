package dev.twinlens.local.services.sns;

import dev.twinlens.local.iam.InvalidPolicyException;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.services.auth.LocalAccount;
import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.StateTable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Topics with their attributes and tags. */
final class Topics {
  private static final Set<String> ATTRIBUTES =
      Set.of(
          Topic.POLICY,
          "DisplayName",
          "DeliveryPolicy",
          "KmsMasterKeyId",
          "SignatureVersion",
          "TracingConfig");

  private final StateStore state;
  private final StateTable<Topic> topics;
  private final LocalAccount account;

  Topics(StateStore state, LocalAccount account) {
    this.state = state;
    this.topics = state.table("topics", Topic.class);
    this.account = account;
  }

  /** Creates a topic; returns an existing one whose attributes do not differ. */
  Topic create(String name, Map<String, String> attributes, Map<String, String> tags) {
    if (!name.matches("[A-Za-z0-9_-]{1,256}")) {
      throw SnsException.invalidParameter(
          "Topic Name (letters, digits, _ and -; FIFO topics are not supported)");
    }
    attributes.forEach(Topics::requireAttribute);
    String arn = account.arnPrefix("sns") + name;
    return state.write(
        () -> {
          Optional<Topic> existing = topics.get(arn);
          existing.ifPresent(topic -> requireSame(attributes, topic));
          Topic topic = existing.orElseGet(() -> new Topic(arn, attributes, tags));
          topics.put(arn, topic);
          return topic;
        });
  }

  private static void requireSame(Map<String, String> attributes, Topic existing) {
    if (!existing.attributes().entrySet().containsAll(attributes.entrySet())) {
      throw SnsException.invalidParameter(
          "Attributes Reason: Topic already exists with different attributes");
    }
  }

  /**
   * Removes a topic; an absent one is no error.
   *
   * @param alongWith what else to remove in the same transaction
   */
  void delete(String arn, Runnable alongWith) {
    state.write(
        () -> {
          alongWith.run();
          topics.remove(arn);
        });
  }

  List<Topic> all() {
    return topics.values();
  }

  Topic require(String arn) {
    return topics.get(arn).orElseThrow(() -> SnsException.notFound("Topic"));
  }

  /** Sets an attribute; an empty value removes it. */
  void setAttribute(String arn, String name, String value) {
    if (!value.isEmpty()) {
      requireAttribute(name, value);
    }
    state.write(() -> topics.put(arn, require(arn).withAttribute(name, value)));
  }

  void setTags(String arn, Map<String, String> added, Set<String> removed) {
    state.write(
        () -> {
          Topic topic = topics.get(arn).orElseThrow(() -> SnsException.notFound("Resource"));
          topics.put(arn, topic.withTags(added, removed));
        });
  }

  private static void requireAttribute(String name, String value) {
    if (!ATTRIBUTES.contains(name)) {
      throw SnsException.invalidParameter("AttributeName (" + name + " is not supported)");
    }
    if (name.equals(Topic.POLICY)) {
      try {
        Objects.requireNonNull(PolicyDocument.resourcePolicy(value));
      } catch (InvalidPolicyException e) {
        throw SnsException.invalidParameter("Policy Error: " + e.getMessage());
      }
    }
  }

  /** The policy of the topic with that ARN; empty when there is no such topic. */
  Optional<String> policy(String arn) {
    return topics.get(arn).map(this::policy);
  }

  /** A topic's own policy, or the one that SNS gives it: its account may use it. */
  String policy(Topic topic) {
    return Optional.ofNullable(topic.attributes().get(Topic.POLICY))
        .orElseGet(
            () ->
                """
                {"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{\
                "Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},\
                "Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission",\
                "SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe",\
                "SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"%s",\
                "Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}}}]}"""
                    .formatted(topic.arn(), account.id()));
  }

  /** The policies that were set, by topic. */
  Map<String, PolicyDocument> ownPolicies() {
    return topics.values().stream()
        .filter(topic -> topic.attributes().containsKey(Topic.POLICY))
        .collect(
            Collectors.toMap(Topic::arn, topic -> PolicyDocument.resourcePolicy(policy(topic))));
  }
}
