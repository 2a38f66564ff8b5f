package dev.twinlens.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.RecordedResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostBudgetTest {
  private static final String BUDGET = "aws:budgets/budget:Budget";

  private static RecordedResource budget(Map<String, String> settings) {
    return Recordings.withCloudFront(settings).resource(BUDGET, "costs-budget");
  }

  private static Map<String, Object> warning(String type, double percent) {
    return Map.of(
        "notificationType",
        type,
        "comparisonOperator",
        "GREATER_THAN",
        "threshold",
        percent,
        "thresholdType",
        "PERCENTAGE",
        "subscriberEmailAddresses",
        List.of("on-call@example.org"));
  }

  @Test
  void warnsByMailBeforeTheMonthExceedsTheLimit() {
    assertThat(
            budget(
                    Map.of(
                        "twinlens:monthlyBudgetUsd", "50",
                        "twinlens:alarmEmail", "on-call@example.org"))
                .inputs())
        .containsEntry("budgetType", "COST")
        .containsEntry("timeUnit", "MONTHLY")
        .containsEntry("limitAmount", "50")
        .containsEntry("limitUnit", "USD")
        .containsEntry("notifications", List.of(warning("ACTUAL", 80), warning("FORECASTED", 100)))
        // A tag that is not activated for cost allocation costs nothing, whatever the stack costs.
        .doesNotContainKey("costFilters");
  }

  /** As the alarms do. */
  @Test
  void tellsNobodyWithoutAnAddress() {
    assertThat(budget(Map.of("twinlens:monthlyBudgetUsd", "50")).inputs())
        .containsEntry("notifications", List.of());
  }

  @Test
  void isOnlyMadeForALimit() {
    assertThat(Recordings.withCloudFront(Map.of()).resources(BUDGET)).isEmpty();
  }
}
