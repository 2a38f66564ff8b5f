package dev.twinlens.local.apigateway;

/**
 * A stage's default route throttling, which applies to each route separately.
 *
 * @param rateLimit requests per second, on average
 * @param burstLimit requests in a burst
 */
public record Throttling(double rateLimit, int burstLimit) {

  public Throttling {
    if (!(rateLimit > 0) || burstLimit < 1) {
      throw new IllegalArgumentException(
          "Throttling to %s requests per second with bursts of %d rejects every request"
              .formatted(rateLimit, burstLimit));
    }
  }

  /** The limits of an AWS account: 10,000 requests per second, bursts of 5,000. */
  public static Throttling accountDefault() {
    return new Throttling(10_000, 5_000);
  }
}
