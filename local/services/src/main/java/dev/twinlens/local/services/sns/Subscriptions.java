package dev.twinlens.local.services.sns;

import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.StateTable;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The subscriptions of topics. They need no confirmation here. */
final class Subscriptions {
  private final StateStore state;
  private final Topics topics;
  private final Deliveries deliveries;
  private final StateTable<Subscription> subscriptions;

  Subscriptions(StateStore state, Topics topics, Deliveries deliveries) {
    this.state = state;
    this.topics = topics;
    this.deliveries = deliveries;
    this.subscriptions = state.table("subscriptions", Subscription.class);
  }

  List<Subscription> all() {
    return subscriptions.values();
  }

  List<Subscription> of(String topicArn) {
    return subscriptions.startingWith(topicArn + ":").map(StateTable.Entry::value).toList();
  }

  Subscription require(String arn) {
    return subscriptions.get(arn).orElseThrow(() -> SnsException.notFound("Subscription"));
  }

  /** Creates a subscription; returns an existing one whose attributes do not differ. */
  Subscription subscribe(String topicArn, String protocol, String endpoint, boolean raw) {
    requireSupported(protocol, endpoint, raw);
    return state.write(
        () -> {
          topics.require(topicArn);
          Optional<Subscription> existing =
              of(topicArn).stream()
                  .filter(one -> one.protocol().equals(protocol) && one.endpoint().equals(endpoint))
                  .findFirst();
          if (existing.isPresent() && existing.get().raw() != raw) {
            throw SnsException.invalidParameter(
                "Attributes Reason: Subscription already exists with different attributes");
          }
          Subscription subscription =
              existing.orElseGet(
                  () ->
                      new Subscription(
                          topicArn + ":" + UUID.randomUUID(), topicArn, protocol, endpoint, raw));
          subscriptions.put(subscription.arn(), subscription);
          return subscription;
        });
  }

  private static void requireSupported(String protocol, String endpoint, boolean raw) {
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
              "Protocol (" + protocol + " is not supported: use sqs or email)");
    }
  }

  void setRaw(String arn, boolean raw) {
    state.write(
        () -> {
          Subscription old = require(arn);
          subscriptions.put(
              arn, new Subscription(arn, old.topicArn(), old.protocol(), old.endpoint(), raw));
        });
  }

  void unsubscribe(String arn) {
    state.write(() -> remove(arn));
  }

  /** Within a transaction. */
  void removeAll(String topicArn) {
    of(topicArn).forEach(subscription -> remove(subscription.arn()));
  }

  private void remove(String arn) {
    deliveries.forget(arn);
    subscriptions.remove(arn);
  }
}
