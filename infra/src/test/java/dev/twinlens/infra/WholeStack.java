package dev.twinlens.infra;

import dev.twinlens.infra.graph.RecordedStack;
import java.util.Map;

/** Both hostings of the page with everything that settings can add. */
public enum WholeStack {
  AMPLIFY,
  CLOUDFRONT;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "twinlens:alarmEmail", "on-call@example.org",
          "twinlens:notificationEmail", "photos@example.org",
          "twinlens:monthlyBudgetUsd", "50",
          "twinlens:allowDelete", "true");

  private static final Map<WholeStack, RecordedStack> RECORDED =
      Map.of(
          AMPLIFY, Recordings.withAmplify(SETTINGS),
          CLOUDFRONT, Recordings.withCloudFront(SETTINGS));

  public RecordedStack recorded() {
    return RECORDED.get(this);
  }
}
