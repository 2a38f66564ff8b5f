package dev.twinlens.domain.claims;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.UpdateResult;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.storage.ImageBucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one protocol by which workers that have the same key keep apart:
 *
 * <ol>
 *   <li>read the key's summary row;
 *   <li>decide by it what to do ({@link Step});
 *   <li>claim the key, on condition that nothing which the decision depends on has changed, else
 *       start over;
 *   <li>act, and record the result on condition that the claim still holds;
 *   <li>release the claim.
 * </ol>
 *
 * A worker that fails releases its claim, and the next delivery of the event starts over. The claim
 * of a worker that dies ends with its lease. A worker that finds at its end that the image was
 * deleted removes what it has made; if it dies first, its claim stays on the tombstone, and the
 * next delivery clears up.
 */
public final class Claims {
  /**
   * How often a row may change between reading and claiming it before the work is left for later.
   */
  private static final int ATTEMPTS = 5;

  /** Long enough for the event of an object that was stored after all to find its reservation. */
  private static final Duration RESERVATION = Duration.ofDays(1);

  private static final String GONE = "the object version no longer exists";

  private final ImageTable table;
  private final ImageBucket images;
  private final Clock clock;

  public Claims(ImageTable table, ImageBucket images, Clock clock) {
    this.table = table;
    this.images = images;
    this.clock = clock;
  }

  /**
   * Does what the event of one object version calls for.
   *
   * @param deadline when this worker ends, finished or not
   * @throws RuntimeException when another attempt may succeed
   */
  public <A> Outcome attempt(Task<A> task, ObjectCreated version, Instant deadline) {
    Lease lease = Lease.until(deadline);
    try (Preparation<A> preparation = new Preparation<>(task, version)) {
      return untilSettled(
          version.key(),
          row ->
              switch (nextStep(task, row, version)) {
                case Step.Skip<A>(String reason) -> Optional.of(new Outcome.Skipped(reason));
                case Step.Wait<A>(Instant until) -> Optional.of(new Outcome.Busy(until));
                case Step.Act<A>(A action) ->
                    preparation
                        .job(action)
                        .map(job -> act(task, job, row, lease))
                        .orElseGet(() -> Optional.of(new Outcome.Skipped(GONE)));
                case Step.ClearUp<A>() ->
                    claim(task, row, lease, unchanged(task, row))
                        .map(claim -> clearUp(task, claim));
              });
    }
  }

  /**
   * Reads the key's row and lets an attempt decide by it, again and again while the row changes
   * under it.
   *
   * @param attempt answers empty when the row has changed since it was read
   * @throws IllegalStateException when the row keeps changing
   */
  public <R> R untilSettled(String key, Function<SummaryRow, Optional<R>> attempt) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<R> result = attempt.apply(table.summary(key));
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw new IllegalStateException(
        "The summary row changed " + ATTEMPTS + " times before the key could be claimed.");
  }

  /**
   * Claims a key for some types of task, all or none.
   *
   * @param update what changes on the row with the claims, and the conditions of that
   * @return empty when a condition does not hold, or a claim or the deletion has changed since the
   *     row was read
   */
  public Optional<List<Claim>> claim(
      List<TaskType> types, SummaryRow row, Lease lease, RowUpdate update) {
    update.whenUnchanged(row, List.of(Attributes.DELETED_AT));
    for (TaskType type : types) {
      type.claim(update.whenUnchanged(row, type.attributes()), lease);
    }
    return switch (table.update(update)) {
      case UpdateResult.Written(SummaryRow claimed) ->
          Optional.of(types.stream().map(type -> new Claim(table, type, lease, claimed)).toList());
      case UpdateResult.Refused refused -> Optional.empty();
    };
  }

  /**
   * Claims a key under which nothing is stored yet, so that the event of what is stored then finds
   * the claim. Should nothing ever be stored, DynamoDB removes the row.
   *
   * @param deadline when this worker ends, finished or not
   */
  public Claim reserve(String key, TaskType type, Instant deadline) {
    Lease lease = Lease.until(deadline);
    RowUpdate update =
        RowUpdate.ofSummary(key)
            .whenAbsent(Attributes.IMAGE_NAME)
            .expires(lease.expiresAt().plus(RESERVATION));
    return switch (table.update(type.claim(update, lease))) {
      case UpdateResult.Written(SummaryRow reserved) -> new Claim(table, type, lease, reserved);
      case UpdateResult.Refused refused ->
          throw new IllegalStateException("The new key " + key + " is already in use.");
    };
  }

  private <A> Step<A> nextStep(Task<A> task, SummaryRow row, ObjectCreated version) {
    return Step.next(
        task.progress(row, version),
        isDeleted(row, version),
        ClaimState.of(row, task.type(), clock.instant()));
  }

  /**
   * Whether the version is one that was deleted. Where the row is the tombstone of an older
   * version, S3 decides: a version that was uploaded after the deletion is the key's current one,
   * and one that was deleted together with the older is not.
   */
  private boolean isDeleted(SummaryRow row, ObjectCreated version) {
    return row.isDeleted() && (row.isTombstoneOf(version) || !images.isCurrent(version));
  }

  private Optional<Outcome> act(Task<?> task, Job job, SummaryRow row, Lease lease) {
    RowUpdate update = unchanged(task, row);
    job.describe(update, row);
    return claim(task, row, lease, update).map(claim -> run(task, job, claim));
  }

  private static RowUpdate unchanged(Task<?> task, SummaryRow row) {
    return RowUpdate.ofSummary(row.key()).whenUnchanged(row, task.decisive());
  }

  private Optional<Claim> claim(Task<?> task, SummaryRow row, Lease lease, RowUpdate update) {
    return claim(List.of(task.type()), row, lease, update).map(claims -> claims.get(0));
  }

  private static Outcome run(Task<?> task, Job job, Claim claim) {
    try {
      job.run(claim);
      return new Outcome.Done();
    } catch (ImageDeletedException e) {
      return clearUp(task, claim);
    } catch (ClaimLostException e) {
      return new Outcome.Busy(e.until());
    } catch (RuntimeException e) {
      claim.releaseAfter(e);
      throw e;
    }
  }

  private static Outcome clearUp(Task<?> task, Claim claim) {
    task.clear(claim.key());
    claim.markCleared();
    return new Outcome.ClearedUp();
  }

  /** A task's jobs for one version, each prepared once however often the row changes. */
  private record Preparation<A>(Task<A> task, ObjectCreated version, Map<A, Optional<Job>> jobs)
      implements AutoCloseable {
    Preparation(Task<A> task, ObjectCreated version) {
      this(task, version, new HashMap<>());
    }

    Optional<Job> job(A action) {
      return jobs.computeIfAbsent(action, missing -> task.prepare(missing, version));
    }

    @Override
    public void close() {
      jobs.values().forEach(job -> job.ifPresent(Job::close));
    }
  }
}
