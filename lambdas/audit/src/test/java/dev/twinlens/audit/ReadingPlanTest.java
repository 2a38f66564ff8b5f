package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ReadingPlanTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void hasTheOldestUpToTheBudget() {
    ReadingPlan plan = new ReadingPlan(30);
    for (int day : new int[] {5, 1, 4, 2, 3}) {
      plan.offer(copy(day, 15));
    }

    assertThat(plan.copies()).containsExactly(copy(1, 15), copy(2, 15));
    assertThat(plan.oldestLeft()).contains(copy(3, 15).since());
  }

  @Test
  void keepsALargeCopyWhenItsTurnComes() {
    ReadingPlan plan = new ReadingPlan(30);
    plan.offer(copy(2, 1));
    plan.offer(copy(1, 1000));

    assertThat(plan.copies()).containsExactly(copy(1, 1000));
  }

  @Test
  void takesACopyOnceThatIsListedTwice() {
    ReadingPlan plan = new ReadingPlan(30);
    plan.offer(copy(1, 15));
    plan.offer(copy(1, 15));
    plan.offer(copy(2, 15));

    assertThat(plan.copies()).containsExactly(copy(1, 15), copy(2, 15));
  }

  @Test
  void isEmptyWithoutABudget() {
    ReadingPlan plan = new ReadingPlan(0);
    plan.offer(copy(1, 15));

    assertThat(plan.copies()).isEmpty();
    assertThat(plan.oldestLeft()).contains(copy(1, 15).since());
  }

  @Test
  void isBounded() {
    ReadingPlan plan = new ReadingPlan(Long.MAX_VALUE);
    for (int day = 0; day <= ReadingPlan.MAX_COPIES; day++) {
      plan.offer(copy(day, 1));
    }

    assertThat(plan.copies()).hasSize(ReadingPlan.MAX_COPIES);
  }

  @Test
  void isReadAsItWasWritten() {
    PlannedCopy copy = new PlannedCopy(START, "a \"key\"\nwith/ü", "v1", 5);

    assertThat(PlannedCopy.of(copy.json())).isEqualTo(copy);
    assertThat(copy.json()).doesNotContain("\n");
  }

  private static PlannedCopy copy(int day, long size) {
    return new PlannedCopy(START.plusSeconds(day * 86_400L), "key-" + day, "v1", size);
  }
}
