package dev.twinlens.local.services.sns;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.LocalAccount;
import dev.twinlens.local.services.http.ErrorFormat;
import dev.twinlens.local.services.http.Exchange;
import dev.twinlens.local.services.http.MalformedRequestException;
import dev.twinlens.local.services.http.QueryProtocol;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.http.ServiceCall;
import dev.twinlens.local.services.http.ServiceResponse;
import dev.twinlens.local.services.http.Xml;
import dev.twinlens.local.services.integration.QueueSender;
import dev.twinlens.local.services.integration.TopicPublisher;
import dev.twinlens.local.services.state.StateStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SNS's API in the query protocol, which the AWS SDK and the AWS CLI use. */
public final class SnsService implements Service, AutoCloseable {
  private static final QueryProtocol PROTOCOL =
      new QueryProtocol("http://sns.amazonaws.com/doc/2010-03-31/", "AuthorizationError");

  private final LocalAccount account;
  private final Topics topics;
  private final Subscriptions subscriptions;
  private final Deliveries deliveries;
  private final Publisher publisher;
  private final SnsActions actions;

  /**
   * Opens the topics; call {@link #start} to deliver what an earlier process left.
   *
   * @param mail the directory for email; created on first use
   */
  public SnsService(
      StateStore state,
      InstantSource clock,
      AccessControl access,
      LocalAccount account,
      QueueSender queues,
      Path mail) {
    this.account = account;
    this.topics = new Topics(state, account);
    this.deliveries = new Deliveries(state, clock, queues, new Mailbox(mail));
    this.subscriptions = new Subscriptions(state, topics, deliveries);
    this.publisher = new Publisher(state, clock, access, topics, subscriptions, deliveries);
    this.actions = new SnsActions(account.arnPrefix("sns"), topics::policy);
    access.include(topics::ownPolicies);
    // The default policy's aws:SourceOwner is for services older than the other two keys.
    access.supplies("aws:SourceArn", "aws:SourceAccount", "aws:SourceOwner");
  }

  public void start() {
    deliveries.start();
  }

  public TopicPublisher publisher() {
    return publisher;
  }

  @Override
  public List<RequiredPermission> requiredPermissions(ServiceCall call)
      throws UnknownOperationException, MalformedRequestException {
    Map<String, String> parameters = call.parameters();
    return actions.of(parameters.getOrDefault("Action", ""), parameters);
  }

  @Override
  public void handle(ServiceCall call, Exchange exchange) throws MalformedRequestException {
    exchange.write(response(new SnsParameters(call.parameters())));
  }

  @Override
  public ErrorFormat errors() {
    return PROTOCOL;
  }

  private ServiceResponse response(SnsParameters parameters) {
    String action = parameters.value("Action");
    try {
      return PROTOCOL.response(action, result(action, parameters));
    } catch (SnsException e) {
      return PROTOCOL.error(e.status(), e.code(), e.getMessage());
    }
  }

  private String result(String action, SnsParameters parameters) {
    return switch (action) {
      case "CreateTopic" -> Xml.element("TopicArn", createTopic(parameters).arn());
      case "DeleteTopic" -> {
        String arn = parameters.required("TopicArn");
        topics.delete(arn, () -> subscriptions.removeAll(arn));
        yield "";
      }
      case "ListTopics" ->
          list("Topics", topics.all(), topic -> Xml.element("TopicArn", topic.arn()));
      case "GetTopicAttributes" ->
          attributes(attributes(topics.require(parameters.required("TopicArn"))));
      case "SetTopicAttributes" -> {
        topics.setAttribute(
            parameters.required("TopicArn"),
            parameters.required("AttributeName"),
            parameters.value("AttributeValue"));
        yield "";
      }
      case "Subscribe" -> Xml.element("SubscriptionArn", subscribe(parameters).arn());
      case "Unsubscribe" -> {
        subscriptions.unsubscribe(parameters.required("SubscriptionArn"));
        yield "";
      }
      case "ListSubscriptions" -> list("Subscriptions", subscriptions.all(), this::subscription);
      case "ListSubscriptionsByTopic" -> {
        Topic topic = topics.require(parameters.required("TopicArn"));
        yield list("Subscriptions", subscriptions.of(topic.arn()), this::subscription);
      }
      case "GetSubscriptionAttributes" ->
          attributes(attributes(subscriptions.require(parameters.required("SubscriptionArn"))));
      case "SetSubscriptionAttributes" -> {
        Map<String, String> attribute =
            Map.of(parameters.required("AttributeName"), parameters.value("AttributeValue"));
        subscriptions.setRaw(parameters.required("SubscriptionArn"), rawDelivery(attribute));
        yield "";
      }
      case "Publish" -> Xml.element("MessageId", publish(parameters).id());
      case "TagResource" -> {
        Map<String, String> added = parameters.map("Tags.member", "Key", "Value");
        topics.setTags(parameters.required("ResourceArn"), added, Set.of());
        yield "";
      }
      case "UntagResource" -> {
        Set<String> removed = Set.copyOf(parameters.list("TagKeys.member"));
        topics.setTags(parameters.required("ResourceArn"), Map.of(), removed);
        yield "";
      }
      case "ListTagsForResource" -> {
        Topic topic = topics.require(parameters.required("ResourceArn"));
        yield list(
            "Tags",
            List.copyOf(topic.tags().entrySet()),
            tag -> Xml.element("Key", tag.getKey()) + Xml.element("Value", tag.getValue()));
      }
      default -> throw SnsException.invalidAction(action);
    };
  }

  private Topic createTopic(SnsParameters parameters) {
    return topics.create(
        parameters.required("Name"),
        parameters.map("Attributes.entry", "key", "value"),
        parameters.map("Tags.member", "Key", "Value"));
  }

  private Subscription subscribe(SnsParameters parameters) {
    return subscriptions.subscribe(
        parameters.required("TopicArn"),
        parameters.required("Protocol"),
        parameters.required("Endpoint"),
        rawDelivery(parameters.map("Attributes.entry", "key", "value")));
  }

  private Message publish(SnsParameters parameters) {
    Message message =
        Message.of(
            parameters.value("Subject"),
            parameters.value("Message"),
            parameters.messageAttributes());
    publisher.publishNow(
        parameters.required(parameters.has("TopicArn") ? "TopicArn" : "TargetArn"), message);
    return message;
  }

  /** Other attributes are errors: a subscriber with an ignored filter would get every message. */
  private static boolean rawDelivery(Map<String, String> attributes) {
    for (String name : attributes.keySet()) {
      if (!name.equals("RawMessageDelivery")) {
        throw SnsException.invalidParameter("AttributeName (" + name + " is not supported)");
      }
    }
    String value = attributes.getOrDefault("RawMessageDelivery", "false");
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw SnsException.invalidParameter("RawMessageDelivery (true or false)");
    }
    return value.equalsIgnoreCase("true");
  }

  private Map<String, String> attributes(Topic topic) {
    Map<String, String> attributes = new HashMap<>(topic.attributes());
    attributes.put("TopicArn", topic.arn());
    attributes.put("Owner", account.id());
    attributes.put(Topic.POLICY, topics.policy(topic));
    attributes.put("SubscriptionsConfirmed", String.valueOf(subscriptions.of(topic.arn()).size()));
    attributes.put("SubscriptionsPending", "0");
    attributes.put("SubscriptionsDeleted", "0");
    return attributes;
  }

  private Map<String, String> attributes(Subscription subscription) {
    return Map.of(
        "SubscriptionArn", subscription.arn(),
        "TopicArn", subscription.topicArn(),
        "Protocol", subscription.protocol(),
        "Endpoint", subscription.endpoint(),
        "Owner", account.id(),
        "RawMessageDelivery", String.valueOf(subscription.raw()),
        "PendingConfirmation", "false",
        "ConfirmationWasAuthenticated", "true");
  }

  private String subscription(Subscription subscription) {
    return Xml.element("TopicArn", subscription.topicArn())
        + Xml.element("Protocol", subscription.protocol())
        + Xml.element("SubscriptionArn", subscription.arn())
        + Xml.element("Owner", account.id())
        + Xml.element("Endpoint", subscription.endpoint());
  }

  private static String attributes(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .map(
            attribute ->
                "<entry>"
                    + Xml.element("key", attribute.getKey())
                    + Xml.element("value", attribute.getValue())
                    + "</entry>")
        .collect(Collectors.joining("", "<Attributes>", "</Attributes>"));
  }

  private static <T> String list(String name, List<T> members, Function<T, String> member) {
    return members.stream()
        .map(one -> "<member>" + member.apply(one) + "</member>")
        .collect(Collectors.joining("", "<" + name + ">", "</" + name + ">"));
  }

  @Override
  public void close() {
    deliveries.close();
  }
}
