package dev.twinlens.local.apigateway;

/**
 * A stage's default route throttling, which holds for each route on its own.
 *
 * @param rateLimit requests per second in the long run
 * @param burstLimit requests at once
 */
public record Throttling(double rateLimit, int burstLimit) {

  public Throttling {
    if (!(rateLimit > 0) || burstLimit < 1) {
      throw new IllegalArgumentException(
          "Throttling of %s requests per second and bursts of %d lets nothing through"
              .formatted(rateLimit, burstLimit));
    }
  }

  /** An account's own limits: 10,000 requests per second, bursts of 5,000. */
  public static Throttling accountDefault() {
    return new Throttling(10_000, 5_000);
  }
}
