package dev.twinlens.local.services.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.services.integration.DeliveryPlan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The faults in effect: which share of the calls of a service is throttled, and which share of the
 * messages of topics is delivered twice or late. They end by themselves.
 */
public final class InjectedFaults implements DeliveryPlan {
  /** The environment variable that opens the door: {@code 1}. */
  private static final String VARIABLE = "TWINLENS_FAULTS";

  private static final int LATEST_SECONDS = 12;

  private final InstantSource clock;
  private final RandomGenerator random;
  private volatile Rules rules = new Rules(Map.of(), 0, 0, 0);

  private record Rules(
      Map<String, Double> throttled, double twice, double late, long untilMillis) {}

  InjectedFaults(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** Empty unless the environment opens the door. */
  public static Optional<InjectedFaults> allowedBy(Map<String, String> environment) {
    return "1".equals(environment.get(VARIABLE))
        ? Optional.of(new InjectedFaults(InstantSource.system(), RandomGenerator.getDefault()))
        : Optional.empty();
  }

  /**
   * Replaces the faults in effect.
   *
   * @param wanted {@code {"seconds": 20, "throttle": {"dynamodb": 0.5}, "deliver": {"twice": 0.3,
   *     "late": 0.3}}}: shares from 0 to 1; what is absent does not fail
   */
  void set(JsonNode wanted) {
    Map<String, Double> throttled = new HashMap<>();
    wanted
        .path("throttle")
        .properties()
        .forEach(share -> throttled.put(share.getKey(), share.getValue().asDouble()));
    JsonNode deliver = wanted.path("deliver");
    rules =
        new Rules(
            Map.copyOf(throttled),
            deliver.path("twice").asDouble(),
            deliver.path("late").asDouble(),
            clock.millis() + Duration.ofSeconds(wanted.path("seconds").asLong()).toMillis());
  }

  /**
   * Whether the next call of a service is throttled.
   *
   * @param service its name in a credential scope
   */
  boolean throttlesNext(String service) {
    Rules now = rules;
    return happens(now, now.throttled().getOrDefault(service, 0.0));
  }

  @Override
  public List<Duration> delays() {
    Rules now = rules;
    Duration first = happens(now, now.late()) ? delay() : Duration.ZERO;
    return happens(now, now.twice()) ? List.of(first, delay()) : List.of(first);
  }

  private Duration delay() {
    return Duration.ofSeconds(random.nextInt(1, LATEST_SECONDS + 1));
  }

  private boolean happens(Rules now, double share) {
    return clock.millis() < now.untilMillis() && random.nextDouble() < share;
  }
}
