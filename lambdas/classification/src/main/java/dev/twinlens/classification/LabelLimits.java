package dev.twinlens.classification;

import dev.twinlens.runtime.config.Environment;

/**
 * Which labels are asked for.
 *
 * @param minConfidence percent
 * @param maxLabels at most this many
 */
public record LabelLimits(float minConfidence, int maxLabels) {
  private static final int REKOGNITION_MAX_LABELS = 1000;

  /** The same text for the same limits. */
  String text() {
    return minConfidence + "/" + maxLabels;
  }

  /** Reads MIN_CONFIDENCE and MAX_LABELS. */
  public static LabelLimits from(Environment environment) {
    return new LabelLimits(
        environment.percent("MIN_CONFIDENCE"),
        (int) environment.wholeNumber("MAX_LABELS", REKOGNITION_MAX_LABELS));
  }
}
