package dev.twinlens.domain.deletion;

import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.claims.ClaimState;
import dev.twinlens.domain.claims.TaskType;
import java.time.Instant;
import java.util.List;

/** What a request to delete a key calls for, by the key's summary row. */
sealed interface DeletionStep {
  /** The tasks that leave something in AWS. */
  List<TaskType> TASKS = List.of(TaskType.CLASSIFICATION, TaskType.THUMBNAIL);

  /** There is nothing to delete. */
  record Nothing() implements DeletionStep {}

  /** The image is deleted, and all that may be left of it is being removed. */
  record Wait(Instant until) implements DeletionStep {}

  /**
   * There is an image: delete it, and clear up under the claims that are free. A worker that holds
   * another claim finds the tombstone at its end and removes what it made.
   */
  record Delete(List<TaskType> free) implements DeletionStep {}

  /** The image is deleted, but a worker ended before it cleared up: complete the clear-up. */
  record Complete(List<TaskType> lapsed) implements DeletionStep {}

  /** The tasks whose claims no worker holds. */
  static List<TaskType> free(SummaryRow row, Instant now) {
    return TASKS.stream()
        .filter(task -> ClaimState.of(row, task, now).heldUntil().isEmpty())
        .toList();
  }

  /** Decides. */
  static DeletionStep of(SummaryRow row, Instant now) {
    if (row.isImage()) {
      return new Delete(free(row, now));
    }
    if (!row.isDeleted()) {
      return new Nothing();
    }
    List<TaskType> lapsed =
        TASKS.stream()
            .filter(task -> ClaimState.of(row, task, now).equals(new ClaimState.Lapsed()))
            .toList();
    if (!lapsed.isEmpty()) {
      return new Complete(lapsed);
    }
    return TASKS.stream()
        .flatMap(task -> ClaimState.of(row, task, now).heldUntil().stream())
        .findFirst()
        .<DeletionStep>map(Wait::new)
        .orElseGet(Nothing::new);
  }
}
