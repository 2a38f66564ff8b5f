package dev.twinlens.runtime.derivatives;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.claims.BusyException;
import dev.twinlens.domain.claims.DeletedException;
import dev.twinlens.domain.claims.Lease;
import dev.twinlens.domain.claims.Work;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.runtime.sqs.ObjectCreatedConsumer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Makes one thing of each object version, such as a copy, and tells so on the summary row. However
 * often and in whatever order the events come, the thing is in the end that of the newest version,
 * and there is none of a deleted one.
 */
public abstract class DerivativeConsumer extends ObjectCreatedConsumer {
  /** How often a row may change between reading and claiming it before the message is left. */
  private static final int CLAIM_ATTEMPTS = 5;

  private final ImageBucket images;
  private final DerivativeRecord derivatives;
  private final Clock clock;

  /**
   * A consumer of the events of the images' bucket.
   *
   * @param work whose claim it takes
   * @param attribute where the derivative stands on the summary row
   */
  protected DerivativeConsumer(
      ImageBucket images, ImageTable table, Work work, String attribute, Log log, Clock clock) {
    super(images.name(), log, clock);
    this.images = images;
    this.derivatives = new DerivativeRecord(table, work, attribute);
    this.clock = clock;
  }

  /** Whether nothing is to be made of the version, given what the row says. */
  protected abstract boolean isDone(SummaryRow row, ObjectCreated created);

  /**
   * Makes it.
   *
   * @param row as it was when the work was claimed
   * @param source the version's content
   * @return the change of the summary row that records it; empty when none can be made
   * @throws IOException when the content cannot be read
   */
  protected abstract Optional<RowUpdate> make(
      ObjectCreated created, SummaryRow row, ResponseInputStream<GetObjectResponse> source, Log log)
      throws IOException;

  /** Removes what was made of an image that is deleted. */
  protected abstract void clear(String key);

  @Override
  protected final void handle(ObjectCreated created, Instant deadline, Log log) {
    for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
      SummaryRow row = derivatives.read(created.key());
      DerivativeStep step =
          DerivativeStep.of(
              isDone(row, created),
              images.isDeleted(created, row),
              derivatives.claimedUntil(row),
              clock.instant());
      if (step instanceof DerivativeStep.Done) {
        log.info("Done already, or superseded by a newer version");
        return;
      }
      if (step instanceof DerivativeStep.Deleted) {
        log.info("Deleted before it was its turn");
        return;
      }
      if (step instanceof DerivativeStep.Wait wait) {
        throw new BusyException(wait.until());
      }
      if (step instanceof DerivativeStep.ClearUp) {
        Optional<Lease> lease = derivatives.claim(row, deadline);
        if (lease.isPresent()) {
          clearUp(created.key(), lease.get(), log);
          return;
        }
        continue;
      }
      // Opened before the claim, so that a version which is gone leaves no trace in the table.
      Optional<ResponseInputStream<GetObjectResponse>> source =
          images.open(created.key(), created.versionId());
      if (source.isEmpty()) {
        log.info("Gone before it was its turn");
        return;
      }
      try (ResponseInputStream<GetObjectResponse> content = source.get()) {
        Optional<Lease> lease = derivatives.claim(row, deadline);
        if (lease.isPresent()) {
          makeOrAbandon(created, row, content, lease.get(), log);
          return;
        }
        content.abort();
      } catch (IOException e) {
        throw new UncheckedIOException("The original cannot be read from S3.", e);
      }
    }
    throw new IllegalStateException("The summary row kept changing while it was to be claimed.");
  }

  private void makeOrAbandon(
      ObjectCreated created,
      SummaryRow row,
      ResponseInputStream<GetObjectResponse> source,
      Lease lease,
      Log log)
      throws IOException {
    try {
      Optional<RowUpdate> made = make(created, row, source, log);
      if (made.isPresent()) {
        derivatives.made(made.get(), row, lease);
      } else {
        source.abort();
        derivatives.abandon(row, lease);
      }
    } catch (DeletedException e) {
      clearUp(created.key(), lease, log);
    } catch (IOException | RuntimeException e) {
      source.abort();
      try {
        derivatives.abandon(row, lease);
      } catch (RuntimeException suppressed) {
        // The claim then ends by itself, and the cause is what matters.
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void clearUp(String key, Lease lease, Log log) {
    clear(key);
    derivatives.cleared(key, lease);
    log.info("Cleared up: deleted while it was worked on");
  }
}
