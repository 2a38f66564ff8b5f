package dev.twinlens.local.services.sqs;

import dev.twinlens.local.iam.InvalidPolicyException;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The attributes of queues that ElasticMQ does not keep. */
final class QueueAttributes {
  /** The settable ones that ElasticMQ does keep. */
  static final Set<String> ELASTICMQ =
      Set.of(
          "VisibilityTimeout",
          "DelaySeconds",
          "ReceiveMessageWaitTimeSeconds",
          "RedrivePolicy",
          "FifoQueue",
          "ContentBasedDeduplication");

  private static final String REDRIVE_ALLOW_POLICY = "RedriveAllowPolicy";
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "MaximumMessageSize", "262144",
          "MessageRetentionPeriod", "345600",
          "SqsManagedSseEnabled", "true");
  private static final Set<String> KEPT =
      Set.of(
          "Policy",
          "MaximumMessageSize",
          "MessageRetentionPeriod",
          REDRIVE_ALLOW_POLICY,
          "KmsMasterKeyId",
          "KmsDataKeyReusePeriodSeconds",
          "SqsManagedSseEnabled",
          "DeduplicationScope",
          "FifoThroughputLimit");

  private final StateStore state;
  private final Table<Queue> queues;

  QueueAttributes(StateStore state) {
    this.state = state;
    this.queues = state.table("queues", Queue.class);
  }

  record Queue(String name, Map<String, String> attributes) {}

  /** What is wrong with attributes that a client gives; empty when nothing is. */
  static Optional<String> problem(Map<String, String> given) {
    for (String name : given.keySet()) {
      if (!KEPT.contains(name)) {
        return Optional.of("Unknown Attribute " + name + ".");
      }
    }
    String policy = given.getOrDefault("Policy", "");
    if (!policy.isEmpty()) {
      try {
        Objects.requireNonNull(PolicyDocument.resourcePolicy(policy));
      } catch (InvalidPolicyException e) {
        return Optional.of("Invalid value for the parameter Policy. " + e.getMessage());
      }
    }
    String redriveAllowPolicy = given.getOrDefault(REDRIVE_ALLOW_POLICY, "");
    if (!redriveAllowPolicy.isEmpty()) {
      try {
        Objects.requireNonNull(RedriveAllowPolicy.parse(redriveAllowPolicy));
      } catch (IllegalArgumentException e) {
        return Optional.of("Invalid value for the parameter RedriveAllowPolicy. " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  boolean knows(String name) {
    return queues.get(name).isPresent();
  }

  List<String> names() {
    return queues.values().stream().map(Queue::name).toList();
  }

  Map<String, String> of(String name) {
    Map<String, String> all = new HashMap<>(DEFAULTS);
    queues.get(name).ifPresent(queue -> all.putAll(queue.attributes()));
    return all;
  }

  /** Whether the queue takes the dead letters of another. */
  boolean admits(String deadLetterQueue, String sourceArn) {
    return Optional.ofNullable(of(deadLetterQueue).get(REDRIVE_ALLOW_POLICY))
        .map(policy -> RedriveAllowPolicy.parse(policy).admits(sourceArn))
        .orElse(true);
  }

  /** The name of an attribute in which an existing queue differs from what is asked for. */
  Optional<String> firstDifference(String name, Map<String, String> wanted) {
    if (!knows(name)) {
      return Optional.empty();
    }
    Map<String, String> existing = of(name);
    return wanted.entrySet().stream()
        .filter(attribute -> !attribute.getValue().equals(existing.get(attribute.getKey())))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  void created(String name, Map<String, String> given) {
    state.write(
        () -> {
          if (!knows(name)) {
            queues.put(name, new Queue(name, given));
          }
        });
  }

  /** An empty value removes the attribute. */
  void set(String name, Map<String, String> given) {
    state.write(
        () -> {
          Map<String, String> all =
              new HashMap<>(queues.get(name).map(Queue::attributes).orElse(Map.of()));
          given.forEach(
              (attribute, value) -> {
                if (value.isEmpty()) {
                  all.remove(attribute);
                } else {
                  all.put(attribute, value);
                }
              });
          queues.put(name, new Queue(name, all));
        });
  }

  void deleted(String name) {
    state.write(() -> queues.remove(name));
  }
}
