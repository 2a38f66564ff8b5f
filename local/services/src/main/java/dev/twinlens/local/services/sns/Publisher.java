package dev.twinlens.local.services.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.integration.TopicPublisher;
import dev.twinlens.local.services.state.StateStore;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Publishes to the subscriptions of topics. Envelopes carry no signature: no client could verify
 * one against a certificate of AWS.
 */
final class Publisher implements TopicPublisher {
  private static final int MAX_MESSAGE_BYTES = 256 * 1024;
  private static final int MAX_SUBJECT_CHARACTERS = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StateStore state;
  private final InstantSource clock;
  private final AccessControl access;
  private final Topics topics;
  private final Subscriptions subscriptions;
  private final Deliveries deliveries;

  Publisher(
      StateStore state,
      InstantSource clock,
      AccessControl access,
      Topics topics,
      Subscriptions subscriptions,
      Deliveries deliveries) {
    this.state = state;
    this.clock = clock;
    this.access = access;
    this.topics = topics;
    this.subscriptions = subscriptions;
    this.deliveries = deliveries;
  }

  @Override
  public Decision decide(String topicArn, Principal.Service service, Map<String, String> context) {
    return access.decide(
        new Request(service, "sns:Publish", topicArn, context),
        ResourcePolicy.of(topicArn, topics.policy(topicArn)));
  }

  @Override
  public Runnable publish(String topicArn, String subject, String body) {
    return publish(topicArn, Message.of(subject, body, Map.of()));
  }

  private Runnable publish(String topicArn, Message message) {
    topics.require(topicArn);
    List<Delivery> created =
        subscriptions.of(topicArn).stream()
            .map(subscription -> delivery(subscription, message))
            .toList();
    created.forEach(deliveries::add);
    return () -> deliveries.deliver(created);
  }

  /** Publishes for a caller of the API, whose permission has been checked. */
  void publishNow(String topicArn, Message message) {
    if (message.body().isEmpty()) {
      throw SnsException.invalidParameter("Empty message");
    }
    if (message.body().getBytes(UTF_8).length > MAX_MESSAGE_BYTES) {
      throw SnsException.invalidParameter("Message too long");
    }
    if (message.subject().length() > MAX_SUBJECT_CHARACTERS
        || message.subject().chars().anyMatch(c -> c < ' ')) {
      throw SnsException.invalidParameter("Subject");
    }
    Runnable delivery = state.write(() -> publish(topicArn, message));
    delivery.run();
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
}
