package dev.twinlens.local.services.sqs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.iam.InvalidPolicyException;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.StateTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The attributes of queues that ElasticMQ does not store. */
final class QueueAttributes {
  /** The settable attributes that ElasticMQ stores. */
  private static final Set<String> ELASTICMQ =
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
  private final StateTable<Queue> queues;

  QueueAttributes(StateStore state) {
    this.state = state;
    this.queues = state.table("queues", Queue.class);
  }

  record Queue(String name, Map<String, String> attributes) {}

  /** Removes the attributes that ElasticMQ does not store from a request, and returns them. */
  static Map<String, String> takeFrom(ObjectNode request) {
    Map<String, String> taken = new HashMap<>();
    if (request.get("Attributes") instanceof ObjectNode given) {
      given.properties().forEach(field -> taken.put(field.getKey(), field.getValue().asText()));
      taken.keySet().removeAll(ELASTICMQ);
      given.remove(taken.keySet());
    }
    return taken;
  }

  /** Why attributes are invalid; empty when they are valid. */
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

  boolean exists(String name) {
    return queues.get(name).isPresent();
  }

  /** The policies that were set, by queue name. */
  Map<String, String> policies() {
    return queues.values().stream()
        .filter(queue -> queue.attributes().containsKey("Policy"))
        .collect(Collectors.toMap(Queue::name, queue -> queue.attributes().get("Policy")));
  }

  Optional<String> policy(String name) {
    return Optional.ofNullable(of(name).get("Policy"));
  }

  Map<String, String> of(String name) {
    Map<String, String> all = new HashMap<>(DEFAULTS);
    queues.get(name).ifPresent(queue -> all.putAll(queue.attributes()));
    return all;
  }

  /** Whether a queue may be the dead-letter queue of another. */
  boolean admits(String deadLetterQueue, String sourceArn) {
    return Optional.ofNullable(of(deadLetterQueue).get(REDRIVE_ALLOW_POLICY))
        .map(policy -> RedriveAllowPolicy.parse(policy).admits(sourceArn))
        .orElse(true);
  }

  /** The name of an attribute in which an existing queue differs from the requested attributes. */
  Optional<String> firstDifference(String name, Map<String, String> requested) {
    if (!exists(name)) {
      return Optional.empty();
    }
    Map<String, String> existing = of(name);
    return requested.entrySet().stream()
        .filter(attribute -> !attribute.getValue().equals(existing.get(attribute.getKey())))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  void created(String name, Map<String, String> given) {
    state.write(
        () -> {
          if (!exists(name)) {
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
