package dev.twinlens.domain.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.SummaryRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class ClaimStateTest {
  private static final Instant END = Instant.parse("2026-11-21T12:00:00.000Z");
  private static final SummaryRow ROW =
      SummaryRow.of(
          Map.of(
              "ImageName", AttributeValue.fromS("cat.png"),
              "ThumbnailClaimedBy", AttributeValue.fromS("worker"),
              "ThumbnailClaimExpiresAt", AttributeValue.fromS("2026-11-21T12:00:00.000Z")));

  @Test
  void isHeldUntilTheLeaseEnds() {
    ClaimState before = ClaimState.of(ROW, TaskType.THUMBNAIL, END.minusMillis(1));
    assertThat(before).isEqualTo(new ClaimState.Held(END));
    assertThat(before.heldUntil()).contains(END);

    ClaimState after = ClaimState.of(ROW, TaskType.THUMBNAIL, END);
    assertThat(after).isEqualTo(new ClaimState.Lapsed());
    assertThat(after.heldUntil()).isEmpty();
  }

  @Test
  void isFreeForTasksOfAnotherType() {
    assertThat(ClaimState.of(ROW, TaskType.CLASSIFICATION, END)).isEqualTo(new ClaimState.Free());
    assertThat(ClaimState.of(ROW, TaskType.THUMBNAIL, END).heldUntil()).isEmpty();
  }

  /** So that no worker can still be running when another takes its place. */
  @Test
  void outlivesTheInvocation() {
    assertThat(Lease.until(END).expiresAt()).isAfterOrEqualTo(END.plus(Duration.ofSeconds(5)));
    assertThat(Lease.until(END).owner()).isNotEqualTo(Lease.until(END).owner());
  }
}
