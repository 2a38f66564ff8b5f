package dev.twinlens.domain.deletion;

import java.time.Instant;

/** The result of a request to delete an image. */
public sealed interface DeletionResult {
  /** The image is deleted. */
  record Deleted() implements DeletionResult {}

  /** There was nothing to delete. */
  record NotFound() implements DeletionResult {}

  /** Another call, or a worker, is clearing up after a deletion. */
  record Busy(Instant until) implements DeletionResult {}
}
