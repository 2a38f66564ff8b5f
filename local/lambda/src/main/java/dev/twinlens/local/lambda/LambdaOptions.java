package dev.twinlens.local.lambda;

import java.time.Duration;

/**
 * Settings of this machine's Lambda, which the program does not declare.
 *
 * @param environmentsPerFunction simultaneous processes of one function; further invocations wait
 * @param idleEnvironmentsStopAfter how long a process waits for another invocation
 * @param closingTime how long to wait for invocations from queues when the service closes
 */
public record LambdaOptions(
    int environmentsPerFunction, Duration idleEnvironmentsStopAfter, Duration closingTime) {

  public LambdaOptions {
    if (environmentsPerFunction < 1) {
      throw new IllegalArgumentException("A function needs at least one environment");
    }
  }

  /** Four processes for each function, five idle minutes, five seconds to close. */
  public static LambdaOptions defaults() {
    return new LambdaOptions(4, Duration.ofMinutes(5), Duration.ofSeconds(5));
  }
}
