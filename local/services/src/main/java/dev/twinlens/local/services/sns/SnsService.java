package dev.twinlens.local.services.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.Requirement;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.AuthenticationException;
import dev.twinlens.local.services.auth.QueryString;
import dev.twinlens.local.services.http.Call;
import dev.twinlens.local.services.http.QueryProtocol;
import dev.twinlens.local.services.http.Reply;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.http.Xml;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SNS's API: the query protocol, as the AWS SDK and the AWS CLI speak it. */
public final class SnsService implements Service {
  private static final QueryProtocol PROTOCOL =
      new QueryProtocol("http://sns.amazonaws.com/doc/2010-03-31/");

  private final Topics topics;
  private final SnsActions actions;

  public SnsService(Topics topics) {
    this.topics = topics;
    this.actions = new SnsActions(topics.arnPrefix(), topics::policy);
  }

  @Override
  public Reply refuse(AuthenticationException e) {
    return PROTOCOL.refuse(e);
  }

  @Override
  public Reply deny(AccessDeniedException e) {
    return PROTOCOL.error(403, "AuthorizationError", e.getMessage());
  }

  @Override
  public List<Requirement> requirements(Call call) throws UnknownOperationException {
    Map<String, String> parameters = parameters(call);
    return actions.of(parameters.getOrDefault("Action", ""), parameters);
  }

  private static Map<String, String> parameters(Call call) {
    return QueryString.parse(new String(call.body(), UTF_8)).firstValues();
  }

  @Override
  public CompletionStage<Reply> handle(Call call) {
    return CompletableFuture.completedStage(answer(call));
  }

  private Reply answer(Call call) {
    try {
      Parameters parameters = new Parameters(parameters(call));
      String action = parameters.value("Action");
      return PROTOCOL.answer(action, result(action, parameters));
    } catch (SnsException e) {
      return PROTOCOL.error(e.status(), e.code(), e.getMessage());
    }
  }

  private String result(String action, Parameters parameters) {
    return switch (action) {
      case "CreateTopic" ->
          element(
              "TopicArn",
              topics
                  .createTopic(
                      parameters.required("Name"),
                      parameters.map("Attributes.entry", "key", "value"),
                      parameters.map("Tags.member", "Key", "Value"))
                  .arn());
      case "DeleteTopic" -> {
        topics.deleteTopic(parameters.required("TopicArn"));
        yield "";
      }
      case "ListTopics" ->
          list("Topics", topics.topics(), topic -> element("TopicArn", topic.arn()));
      case "GetTopicAttributes" -> attributes(topics.attributes(parameters.required("TopicArn")));
      case "SetTopicAttributes" -> {
        topics.setAttribute(
            parameters.required("TopicArn"),
            parameters.required("AttributeName"),
            parameters.value("AttributeValue"));
        yield "";
      }
      case "Subscribe" -> element("SubscriptionArn", subscribe(parameters).arn());
      case "Unsubscribe" -> {
        topics.unsubscribe(parameters.required("SubscriptionArn"));
        yield "";
      }
      case "ListSubscriptions" -> list("Subscriptions", topics.subscriptions(), this::subscription);
      case "ListSubscriptionsByTopic" -> {
        Topic topic = topics.requireTopic(parameters.required("TopicArn"));
        yield list("Subscriptions", topics.subscriptions(topic.arn()), this::subscription);
      }
      case "GetSubscriptionAttributes" ->
          attributes(
              subscriptionAttributes(
                  topics.requireSubscription(parameters.required("SubscriptionArn"))));
      case "SetSubscriptionAttributes" -> {
        Map<String, String> attribute =
            Map.of(parameters.required("AttributeName"), parameters.value("AttributeValue"));
        topics.setRaw(parameters.required("SubscriptionArn"), rawDelivery(attribute));
        yield "";
      }
      case "Publish" -> element("MessageId", publish(parameters));
      case "TagResource" -> {
        topics.setTags(
            parameters.required("ResourceArn"),
            parameters.map("Tags.member", "Key", "Value"),
            java.util.Set.of());
        yield "";
      }
      case "UntagResource" -> {
        topics.setTags(
            parameters.required("ResourceArn"),
            Map.of(),
            new HashSet<>(parameters.list("TagKeys.member")));
        yield "";
      }
      case "ListTagsForResource" ->
          list(
              "Tags",
              List.copyOf(
                  topics.requireTopic(parameters.required("ResourceArn")).tags().entrySet()),
              tag -> element("Key", tag.getKey()) + element("Value", tag.getValue()));
      default -> throw SnsException.invalidAction(action);
    };
  }

  private Subscription subscribe(Parameters parameters) {
    return topics.subscribe(
        parameters.required("TopicArn"),
        parameters.required("Protocol"),
        parameters.required("Endpoint"),
        rawDelivery(parameters.map("Attributes.entry", "key", "value")));
  }

  /**
   * A filter that would be ignored is refused: its subscriber would get what it never asked for.
   */
  private static boolean rawDelivery(Map<String, String> attributes) {
    for (String name : attributes.keySet()) {
      if (!name.equals("RawMessageDelivery")) {
        throw SnsException.invalidParameter("AttributeName (" + name + " is not served here)");
      }
    }
    String value = attributes.getOrDefault("RawMessageDelivery", "false");
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw SnsException.invalidParameter("RawMessageDelivery (true or false)");
    }
    return value.equalsIgnoreCase("true");
  }

  private String publish(Parameters parameters) {
    Map<String, MessageAttribute> attributes = new HashMap<>();
    for (int i = 1; parameters.has("MessageAttributes.entry." + i + ".Name"); i++) {
      String entry = "MessageAttributes.entry." + i + ".";
      String type = parameters.required(entry + "Value.DataType");
      attributes.put(
          parameters.required(entry + "Name"),
          new MessageAttribute(
              type,
              parameters.required(
                  entry
                      + (type.startsWith("Binary") ? "Value.BinaryValue" : "Value.StringValue"))));
    }
    return topics.publishNow(
        parameters.has("TopicArn")
            ? parameters.required("TopicArn")
            : parameters.required("TargetArn"),
        new Topics.Message(
            UUID.randomUUID().toString(),
            parameters.value("Subject"),
            parameters.value("Message"),
            attributes));
  }

  private String subscription(Subscription subscription) {
    return element("TopicArn", subscription.topicArn())
        + element("Protocol", subscription.protocol())
        + element("SubscriptionArn", subscription.arn())
        + element("Owner", topics.accountId())
        + element("Endpoint", subscription.endpoint());
  }

  private Map<String, String> subscriptionAttributes(Subscription subscription) {
    return Map.of(
        "SubscriptionArn", subscription.arn(),
        "TopicArn", subscription.topicArn(),
        "Protocol", subscription.protocol(),
        "Endpoint", subscription.endpoint(),
        "Owner", topics.accountId(),
        "RawMessageDelivery", String.valueOf(subscription.raw()),
        "PendingConfirmation", "false",
        "ConfirmationWasAuthenticated", "true");
  }

  private static String attributes(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .map(
            attribute ->
                "<entry>"
                    + element("key", attribute.getKey())
                    + element("value", attribute.getValue())
                    + "</entry>")
        .collect(Collectors.joining("", "<Attributes>", "</Attributes>"));
  }

  private static <T> String list(String name, List<T> members, Function<T, String> member) {
    return members.stream()
        .map(one -> "<member>" + member.apply(one) + "</member>")
        .collect(Collectors.joining("", "<" + name + ">", "</" + name + ">"));
  }

  private static String element(String name, String text) {
    return "<" + name + ">" + Xml.escape(text) + "</" + name + ">";
  }

  /** The parameters of one call, with the query protocol's numbered lists and maps. */
  private record Parameters(Map<String, String> values) {
    boolean has(String name) {
      return values.containsKey(name);
    }

    /** Empty when it is absent. */
    String value(String name) {
      return values.getOrDefault(name, "");
    }

    String required(String name) {
      String value = value(name);
      if (value.isEmpty()) {
        throw SnsException.invalidParameter(name + " is missing");
      }
      return value;
    }

    List<String> list(String prefix) {
      return java.util.stream.IntStream.iterate(1, i -> has(prefix + "." + i), i -> i + 1)
          .mapToObj(i -> value(prefix + "." + i))
          .toList();
    }

    Map<String, String> map(String prefix, String key, String value) {
      Map<String, String> map = new HashMap<>();
      for (int i = 1; has(prefix + "." + i + "." + key); i++) {
        map.put(value(prefix + "." + i + "." + key), value(prefix + "." + i + "." + value));
      }
      return map;
    }
  }
}
