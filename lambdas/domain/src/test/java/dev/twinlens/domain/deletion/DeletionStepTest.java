package dev.twinlens.domain.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.claims.TaskType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class DeletionStepTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String EARLIER = "2026-11-21T11:59:59.000Z";
  private static final String LATER = "2026-11-21T12:01:00.000Z";
  private static final Map<String, String> IMAGE = Map.of("UploadedAt", EARLIER);
  private static final Map<String, String> TOMBSTONE = Map.of("DeletedAt", EARLIER);
  private static final List<TaskType> BOTH = List.of(TaskType.CLASSIFICATION, TaskType.THUMBNAIL);

  @Test
  void hasNothingToDeleteWithoutAnImageOrUnderAReservation() {
    assertThat(step(Map.of(), Map.of())).isEqualTo(new DeletionStep.Nothing());
    assertThat(step(Map.of(), Map.of("ClaimExpiresAt", LATER)))
        .isEqualTo(new DeletionStep.Nothing());
  }

  @Test
  void deletesAnImageAndClearsUpUnderTheClaimsThatNoWorkerHolds() {
    assertThat(step(IMAGE, Map.of())).isEqualTo(new DeletionStep.Delete(BOTH));
    assertThat(step(IMAGE, Map.of("ClaimExpiresAt", EARLIER)))
        .isEqualTo(new DeletionStep.Delete(BOTH));
    assertThat(step(IMAGE, Map.of("ClaimExpiresAt", LATER)))
        .isEqualTo(new DeletionStep.Delete(List.of(TaskType.THUMBNAIL)));
    assertThat(step(IMAGE, Map.of("ClaimExpiresAt", LATER, "ThumbnailClaimExpiresAt", LATER)))
        .isEqualTo(new DeletionStep.Delete(List.of()));
  }

  @Test
  void hasNothingToDeleteOfAClearedTombstone() {
    assertThat(step(TOMBSTONE, Map.of())).isEqualTo(new DeletionStep.Nothing());
  }

  @Test
  void completesWhatAWorkerLeftThatEnded() {
    assertThat(step(TOMBSTONE, Map.of("ThumbnailClaimExpiresAt", EARLIER)))
        .isEqualTo(new DeletionStep.Complete(List.of(TaskType.THUMBNAIL)));
    assertThat(step(TOMBSTONE, Map.of("ClaimExpiresAt", LATER, "ThumbnailClaimExpiresAt", EARLIER)))
        .isEqualTo(new DeletionStep.Complete(List.of(TaskType.THUMBNAIL)));
  }

  @Test
  void waitsWhileAnotherCallOrAWorkerClearsUp() {
    assertThat(step(TOMBSTONE, Map.of("ClaimExpiresAt", LATER)))
        .isEqualTo(new DeletionStep.Wait(Instant.parse(LATER)));
    assertThat(step(TOMBSTONE, Map.of("ThumbnailClaimExpiresAt", LATER)))
        .isEqualTo(new DeletionStep.Wait(Instant.parse(LATER)));
  }

  private static DeletionStep step(Map<String, String> row, Map<String, String> claims) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("ImageName", AttributeValue.fromS("cat.png"));
    row.forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
    claims.forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
    return DeletionStep.of(SummaryRow.of(item), NOW);
  }
}
