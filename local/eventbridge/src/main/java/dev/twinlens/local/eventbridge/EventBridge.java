package dev.twinlens.local.eventbridge;

import dev.twinlens.local.support.DaemonThreads;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * EventBridge's scheduled rules on this machine. A rule fires for the first time one period after
 * it was declared. When a firing was missed because nothing ran, the rule fires once after the
 * start.
 */
public final class EventBridge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventBridge.class);
  private static final long CHECK_SECONDS = 1;

  private final RuleTarget target;
  private final RuleFirings firings;
  private final InstantSource clock;
  private final Map<String, ScheduledRule> rules = new LinkedHashMap<>();
  private final Map<String, Set<String>> targets = new LinkedHashMap<>();
  private boolean started;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("eventbridge"));

  /**
   * Begins without rules.
   *
   * @param target delivers the events
   * @param file keeps when each rule fired last
   */
  public EventBridge(RuleTarget target, Path file, InstantSource clock) {
    this.target = target;
    this.firings = RuleFirings.open(file);
    this.clock = clock;
  }

  /**
   * Declares a rule.
   *
   * @param scheduleExpression {@code rate(15 minutes)}
   * @throws IllegalArgumentException when the expression is not valid or not implemented
   */
  public synchronized void putRule(String name, String arn, String scheduleExpression) {
    rules.put(name, new ScheduledRule(name, arn, RateExpression.parse(scheduleExpression)));
    if (started) {
      declare();
    }
  }

  /**
   * Adds a target to a rule.
   *
   * @throws IllegalArgumentException when there is no such rule
   */
  public synchronized void putTarget(String ruleName, String targetArn) {
    if (!rules.containsKey(ruleName)) {
      throw new IllegalArgumentException("Rule " + ruleName + " does not exist.");
    }
    targets.computeIfAbsent(ruleName, name -> new LinkedHashSet<>()).add(targetArn);
  }

  /** Removes a rule with its targets; does nothing when there is no such rule. */
  public synchronized void deleteRule(String name) {
    rules.remove(name);
    targets.remove(name);
  }

  /** Removes a target of a rule; does nothing when there is no such target. */
  public synchronized void removeTarget(String ruleName, String targetArn) {
    targets.getOrDefault(ruleName, new LinkedHashSet<>()).remove(targetArn);
  }

  /** Lets the rules fire: those that are declared, and those that will be. */
  public synchronized void start() {
    started = true;
    declare();
    var unused =
        timer.scheduleWithFixedDelay(this::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
  }

  /** A rule's first period begins when it is declared for the first time. */
  synchronized void declare() {
    firings.retain(rules.keySet());
    for (String rule : rules.keySet()) {
      if (firings.last(rule).isEmpty()) {
        firings.record(rule, clock.instant());
      }
    }
  }

  private void check() {
    try {
      fireDue();
    } catch (RuntimeException e) {
      // The timer would end.
      LOG.error("The scheduled rules could not be checked", e);
    }
  }

  /** Fires each rule whose time has come. */
  synchronized void fireDue() {
    Instant now = clock.instant();
    for (ScheduledRule rule : rules.values()) {
      Instant due = firings.last(rule.name()).orElse(now).plus(rule.period());
      if (!due.isAfter(now)) {
        // Missed firings are not made up for.
        boolean missed = due.plus(rule.period()).isBefore(now);
        firings.record(rule.name(), missed ? now : due);
        fire(rule, now);
      }
    }
  }

  /** Fires each rule as if its time had come. */
  public synchronized void fireAll() {
    Instant now = clock.instant();
    for (ScheduledRule rule : rules.values()) {
      firings.record(rule.name(), now);
      fire(rule, now);
    }
  }

  private void fire(ScheduledRule rule, Instant now) {
    for (String arn : List.copyOf(targets.getOrDefault(rule.name(), Set.of()))) {
      var unused =
          target
              .send(arn, rule.arn(), rule.event(now))
              .whenComplete(
                  (sent, failure) -> {
                    if (failure != null) {
                      LOG.warn(
                          "Rule {} fired, but its target {} failed: {}",
                          rule.name(),
                          arn,
                          failure.getMessage());
                    }
                  });
    }
  }

  /** Fires no more. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
