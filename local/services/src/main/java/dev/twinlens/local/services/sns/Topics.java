package dev.twinlens.local.services.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.Table;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Topics, their subscriptions, and what is published to them. All of it survives a restart.
 *
 * <p>A subscription needs no confirmation here. An envelope carries no signature: nobody could
 * check it against a certificate of AWS's.
 */
public final class Topics implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 256 * 1024;
  private static final String POLICY = "Policy";
  private static final Set<String> ATTRIBUTES =
      Set.of(
          POLICY,
          "DisplayName",
          "DeliveryPolicy",
          "KmsMasterKeyId",
          "SignatureVersion",
          "TracingConfig");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StateStore state;
  private final Clock clock;
  private final String region;
  private final String accountId;
  private final AccessControl access;
  private final Deliveries deliveries;
  private final Table<Topic> topics;
  private final Table<Subscription> subscriptions;

  public Topics(
      StateStore state,
      Clock clock,
      AccessControl access,
      String region,
      String accountId,
      Queues queues,
      Path mail) {
    this.state = state;
    this.clock = clock;
    this.region = region;
    this.accountId = accountId;
    this.deliveries = new Deliveries(state, clock, queues, new Mailbox(mail));
    this.topics = state.table("topics", Topic.class);
    this.subscriptions = state.table("subscriptions", Subscription.class);
    this.access = access;
    access.include(this::policies);
    // The default policy's aws:SourceOwner is for services that are older than the other two.
    access.supplies("aws:SourceArn", "aws:SourceAccount", "aws:SourceOwner");
  }

  /** Begins to deliver what an earlier process left. */
  public void start() {
    deliveries.start();
  }

  /**
   * What is published.
   *
   * @param subject empty for none
   */
  public record Message(
      String id, String subject, String body, Map<String, MessageAttribute> attributes) {
    public static Message of(String body) {
      return new Message(UUID.randomUUID().toString(), /* subject= */ "", body, Map.of());
    }
  }

  /** Whether a service may publish, by the topic's policy. */
  public Decision permits(String topicArn, Principal.Service service, Map<String, String> context) {
    return access.decide(
        new Request(service, "sns:Publish", topicArn, context),
        ResourcePolicy.of(topicArn, policy(topicArn)));
  }

  /** The policies that topics were given. */
  private Map<String, PolicyDocument> policies() {
    return topics.values().stream()
        .filter(topic -> topic.attributes().containsKey(POLICY))
        .collect(
            Collectors.toMap(Topic::arn, topic -> PolicyDocument.resourcePolicy(policyOf(topic))));
  }

  /**
   * Publishes within a transaction; nobody's right to do so is checked.
   *
   * @return what to do once the transaction is durable: deliver
   */
  public Runnable publish(String topicArn, Message message) {
    requireTopic(topicArn);
    List<Delivery> made = new ArrayList<>();
    subscriptions(topicArn)
        .forEach(
            subscription -> {
              Delivery delivery = delivery(subscription, message);
              deliveries.add(delivery);
              made.add(delivery);
            });
    return () -> deliveries.deliver(made);
  }

  private Delivery delivery(Subscription subscription, Message message) {
    boolean bare = subscription.raw() || subscription.protocol().equals("email");
    return new Delivery(
        UUID.randomUUID().toString(),
        subscription.topicArn(),
        subscription.arn(),
        subscription.protocol(),
        subscription.endpoint(),
        message.subject().isEmpty() ? "AWS Notification Message" : message.subject(),
        bare ? message.body() : envelope(subscription, message),
        subscription.raw() ? message.attributes() : Map.of(),
        clock.instant());
  }

  private String envelope(Subscription subscription, Message message) {
    ObjectNode envelope =
        JSON.createObjectNode()
            .put("Type", "Notification")
            .put("MessageId", message.id())
            .put("TopicArn", subscription.topicArn());
    if (!message.subject().isEmpty()) {
      envelope.put("Subject", message.subject());
    }
    envelope
        .put("Message", message.body())
        .put("Timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    if (!message.attributes().isEmpty()) {
      ObjectNode attributes = envelope.putObject("MessageAttributes");
      message
          .attributes()
          .forEach(
              (name, attribute) ->
                  attributes
                      .putObject(name)
                      .put("Type", attribute.type())
                      .put("Value", attribute.value()));
    }
    return envelope.toString();
  }

  /** Publishes for a caller of the API. */
  String publishNow(String topicArn, Message message) {
    int size = message.body().getBytes(UTF_8).length;
    if (message.body().isEmpty()) {
      throw SnsException.invalidParameter("Empty message");
    }
    if (size > MAX_MESSAGE_BYTES) {
      throw SnsException.invalidParameter("Message too long");
    }
    if (message.subject().length() > 100 || message.subject().chars().anyMatch(c -> c < ' ')) {
      throw SnsException.invalidParameter("Subject");
    }
    Runnable delivery = state.write(() -> publish(topicArn, message));
    delivery.run();
    return message.id();
  }

  Topic createTopic(String name, Map<String, String> attributes, Map<String, String> tags) {
    if (!name.matches("[A-Za-z0-9_-]{1,256}")) {
      throw SnsException.invalidParameter(
          "Topic Name (letters, digits, _ and -; FIFO topics are not served here)");
    }
    attributes.forEach(Topics::requireAttribute);
    String arn = arnPrefix() + name;
    return state.write(
        () -> {
          Optional<Topic> existing = topics.get(arn);
          if (existing.isPresent()) {
            boolean different =
                attributes.entrySet().stream()
                    .anyMatch(
                        set ->
                            !set.getValue().equals(existing.get().attributes().get(set.getKey())));
            if (different) {
              throw SnsException.invalidParameter(
                  "Attributes Reason: Topic already exists with different attributes");
            }
            return existing.get();
          }
          Topic topic = new Topic(arn, attributes, tags);
          topics.put(arn, topic);
          return topic;
        });
  }

  void deleteTopic(String arn) {
    state.write(
        () -> {
          subscriptions(arn).forEach(subscription -> remove(subscription.arn()));
          topics.remove(arn);
        });
  }

  List<Topic> topics() {
    return topics.values();
  }

  Topic requireTopic(String arn) {
    return topics.get(arn).orElseThrow(() -> SnsException.notFound("Topic"));
  }

  Map<String, String> attributes(String topicArn) {
    Topic topic = requireTopic(topicArn);
    Map<String, String> attributes = new HashMap<>(topic.attributes());
    attributes.put("TopicArn", topic.arn());
    attributes.put("Owner", accountId);
    attributes.put(POLICY, policyOf(topic));
    attributes.put("SubscriptionsConfirmed", String.valueOf(subscriptions(topicArn).size()));
    attributes.put("SubscriptionsPending", "0");
    attributes.put("SubscriptionsDeleted", "0");
    return attributes;
  }

  void setAttribute(String topicArn, String name, String value) {
    if (!value.isEmpty()) {
      requireAttribute(name, value);
    }
    state.write(
        () -> {
          Topic topic = requireTopic(topicArn);
          Map<String, String> attributes = new HashMap<>(topic.attributes());
          if (value.isEmpty()) {
            attributes.remove(name);
          } else {
            attributes.put(name, value);
          }
          topics.put(topicArn, new Topic(topic.arn(), attributes, topic.tags()));
        });
  }

  void setTags(String topicArn, Map<String, String> added, Set<String> removed) {
    state.write(
        () -> {
          Topic topic = topics.get(topicArn).orElseThrow(() -> SnsException.notFound("Resource"));
          Map<String, String> tags = new HashMap<>(topic.tags());
          tags.putAll(added);
          tags.keySet().removeAll(removed);
          topics.put(topicArn, new Topic(topic.arn(), topic.attributes(), tags));
        });
  }

  private static void requireAttribute(String name, String value) {
    if (!ATTRIBUTES.contains(name)) {
      throw SnsException.invalidParameter("AttributeName (" + name + " is not served here)");
    }
    if (name.equals(POLICY)) {
      try {
        Objects.requireNonNull(PolicyDocument.resourcePolicy(value));
      } catch (IllegalArgumentException e) {
        throw SnsException.invalidParameter("Policy Error: " + e.getMessage());
      }
    }
  }

  /** Without one of its own, a topic has the policy that SNS gives it: its account may use it. */
  private String policyOf(Topic topic) {
    return Optional.ofNullable(topic.attributes().get(POLICY))
        .orElseGet(
            () ->
                """
                {"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{\
                "Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},\
                "Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission",\
                "SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe",\
                "SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"%s",\
                "Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}}}]}"""
                    .formatted(topic.arn(), accountId));
  }

  /** The policy of the topic with that ARN; empty when there is none. */
  Optional<String> policy(String topicArn) {
    return topics.get(topicArn).map(this::policyOf);
  }

  List<Subscription> subscriptions() {
    return subscriptions.values();
  }

  List<Subscription> subscriptions(String topicArn) {
    return subscriptions.startingWith(topicArn + ":").map(Table.Entry::value).toList();
  }

  Subscription requireSubscription(String arn) {
    return subscriptions.get(arn).orElseThrow(() -> SnsException.notFound("Subscription"));
  }

  Subscription subscribe(String topicArn, String protocol, String endpoint, boolean raw) {
    switch (protocol) {
      case "sqs" -> {
        if (!endpoint.matches("arn:aws:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+")) {
          throw SnsException.invalidParameter("SQS endpoint ARN");
        }
      }
      case "email" -> {
        if (!endpoint.matches("[!-~&&[^@,;<>\"]]+@[!-~&&[^@,;<>\"]]+")) {
          throw SnsException.invalidParameter("Email address");
        }
        if (raw) {
          throw SnsException.invalidParameter(
              "Attributes Reason: Delivery protocol [email] does not support raw message"
                  + " delivery.");
        }
      }
      default ->
          throw SnsException.invalidParameter(
              "Protocol (" + protocol + " is not served here: use sqs or email)");
    }
    return state.write(
        () -> {
          requireTopic(topicArn);
          for (Subscription existing : subscriptions(topicArn)) {
            if (existing.protocol().equals(protocol) && existing.endpoint().equals(endpoint)) {
              if (existing.raw() != raw) {
                throw SnsException.invalidParameter(
                    "Attributes Reason: Subscription already exists with different attributes");
              }
              return existing;
            }
          }
          Subscription subscription =
              new Subscription(
                  topicArn + ":" + UUID.randomUUID(), topicArn, protocol, endpoint, raw);
          subscriptions.put(subscription.arn(), subscription);
          return subscription;
        });
  }

  void setRaw(String subscriptionArn, boolean raw) {
    state.write(
        () -> {
          Subscription subscription = requireSubscription(subscriptionArn);
          subscriptions.put(
              subscriptionArn,
              new Subscription(
                  subscriptionArn,
                  subscription.topicArn(),
                  subscription.protocol(),
                  subscription.endpoint(),
                  raw));
        });
  }

  void unsubscribe(String subscriptionArn) {
    state.write(() -> remove(subscriptionArn));
  }

  private void remove(String subscriptionArn) {
    deliveries.forget(subscriptionArn);
    subscriptions.remove(subscriptionArn);
  }

  /** What a topic's ARN has before its name. */
  String arnPrefix() {
    return "arn:aws:sns:%s:%s:".formatted(region, accountId);
  }

  String accountId() {
    return accountId;
  }

  @Override
  public void close() {
    deliveries.close();
  }
}
