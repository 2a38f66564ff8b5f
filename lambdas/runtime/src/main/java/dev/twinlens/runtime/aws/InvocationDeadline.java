package dev.twinlens.runtime.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Ends each request, with its retries, some time before Lambda ends the invocation. A claim lasts
 * longer than that, so no request that its holder sent is still in progress when another worker
 * takes over, and the function has time to report what failed.
 */
final class InvocationDeadline implements ExecutionInterceptor {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Clock clock;
  private volatile Instant end = Instant.MAX;

  InvocationDeadline(Clock clock) {
    this.clock = clock;
  }

  /** An invocation has begun that has this much time. */
  void begin(Duration remaining) {
    end = clock.instant().plus(remaining).minus(AwsClients.REPORTING_TIME);
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (end.equals(Instant.MAX)
        || !(context.request() instanceof AwsRequest request)
        || request.overrideConfiguration().flatMap(own -> own.apiCallTimeout()).isPresent()) {
      return context.request();
    }
    Duration left = Duration.between(clock.instant(), end);
    Duration timeout = left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    return request.toBuilder()
        .overrideConfiguration(
            request
                .overrideConfiguration()
                .map(own -> own.toBuilder())
                .orElseGet(AwsRequestOverrideConfiguration::builder)
                .apiCallTimeout(timeout)
                .build())
        .build();
  }
}
