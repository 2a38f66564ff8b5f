package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReadingBudgetTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final ReadingBudget budget = ReadingBudget.first(100);

  @Test
  void allowsWhatIsLeft() {
    assertThat(budget.spend(60).allows(40)).isTrue();
    assertThat(budget.spend(60).allows(41)).isFalse();
  }

  @Test
  void readsACopyLargerThanTheWholeBudgetAloneAndPaysOnTheFollowingDays() {
    assertThat(budget.spend(1).allows(350)).isFalse();
    assertThat(budget.allows(350)).isTrue();

    ReadingBudget second = budget.spend(350).next(100, DAY);
    ReadingBudget third = second.next(100, DAY);
    ReadingBudget fourth = third.next(100, DAY);

    assertThat(second.left()).isZero();
    assertThat(second.allows(350)).isFalse();
    assertThat(third.left()).isZero();
    assertThat(fourth.left()).isEqualTo(50);
    assertThat(fourth.next(100, DAY).left()).isEqualTo(100);
  }

  @Test
  void readsNothingTwiceForAnAuditThatIsStartedByHand() {
    ReadingBudget spent = budget.spend(100);

    assertThat(spent.next(100, Duration.ZERO).left()).isZero();
    assertThat(spent.next(100, Duration.ofHours(12)).left()).isEqualTo(50);
  }

  @Test
  void readsNothingWithoutABudget() {
    assertThat(ReadingBudget.first(0).allows(1)).isFalse();
  }
}
