package dev.twinlens.operations.restoration;

import com.azure.storage.blob.models.BlobStorageException;
import dev.twinlens.domain.catalog.CopyTable;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RestoreTable;
import dev.twinlens.domain.catalog.RestoredUpload;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.operations.Failures;
import dev.twinlens.operations.copies.CopyBlob;
import dev.twinlens.operations.copies.KeyGroup;
import dev.twinlens.operations.stack.StackTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Brings back the object of one key from the newest copied version. */
final class KeyRestoration {
  private static final int FORBIDDEN = 403;

  private final StackTarget target;
  private final String bucket;
  private final boolean deleted;
  private final boolean dryRun;
  private final ObjectWriter writer;
  private final ImageTable table;
  private final RestoreTable restores;

  /**
   * For any number of keys.
   *
   * @param bucket into which they are restored
   * @param deleted whether deleted objects are restored too
   * @param dryRun whether nothing is written
   */
  KeyRestoration(StackTarget target, String bucket, boolean deleted, boolean dryRun) {
    this.target = target;
    this.bucket = bucket;
    this.deleted = deleted;
    this.dryRun = dryRun;
    this.writer =
        new ObjectWriter(
            target.s3(), bucket, new CopyReader(target.container()), ObjectWriter.Limits.USUAL);
    this.table = target.table();
    this.restores = new RestoreTable(table);
  }

  /** Restores the key's object, unless it is there or was deleted. */
  Restored restore(KeyGroup<CopyBlob> copies) {
    List<CopyBlob> newestFirst = copies.members().stream().sorted(CopyBlob.NEWEST_FIRST).toList();
    CopyBlob newest = newestFirst.get(0);
    try {
      CurrentObject current = CurrentObject.read(target.s3(), bucket, newest);
      return switch (current) {
        case CurrentObject.Same(Optional<String> version) -> {
          version.ifPresent(id -> finishInterrupted(newest, id));
          yield new Restored(Restored.Result.PRESENT, newest, "");
        }
        case CurrentObject.Other(Instant since, Optional<String> version) ->
            !isCopied(version, newestFirst) && isNewer(since, newest)
                ? new Restored(
                    Restored.Result.NEWER, newest, "S3 has a newer object, of " + since + ".")
                : write(newestFirst);
        case CurrentObject.Absent absent -> writeUnlessDeleted(newestFirst, false);
        case CurrentObject.Deleted marked -> writeUnlessDeleted(newestFirst, true);
      };
    } catch (S3Exception | BlobStorageException e) {
      if (isForbidden(e)) {
        throw e;
      }
      return new Restored(Restored.Result.FAILED, newest, Failures.sentence(e));
    } catch (SdkException | UncheckedIOException | IOException e) {
      return new Restored(Restored.Result.FAILED, newest, Failures.sentence(e));
    }
  }

  /** Without the permission, no other key can be restored either. */
  private static boolean isForbidden(RuntimeException failure) {
    return switch (failure) {
      case S3Exception s3 -> s3.statusCode() == FORBIDDEN;
      case BlobStorageException azure -> azure.getStatusCode() == FORBIDDEN;
      default -> false;
    };
  }

  /** A version with a copy is older than the newest one that has a copy. */
  private static boolean isCopied(Optional<String> version, List<CopyBlob> copies) {
    return version
        .filter(id -> copies.stream().anyMatch(copy -> copy.version().versionId().equals(id)))
        .isPresent();
  }

  /** S3 tells whole seconds; in the same second, the object that is there is kept. */
  private static boolean isNewer(Instant lastModified, CopyBlob copy) {
    return copy.version()
        .uploadedAt()
        .map(time -> time.truncatedTo(ChronoUnit.SECONDS))
        .filter(lastModified::isBefore)
        .isEmpty();
  }

  private Restored writeUnlessDeleted(List<CopyBlob> newestFirst, boolean marked)
      throws IOException {
    return !deleted && (marked || isDeleted(newestFirst.get(0)))
        ? new Restored(Restored.Result.DELETED, newestFirst.get(0), "")
        : write(newestFirst);
  }

  /**
   * Whether the table says that a person deleted the object: its row is a tombstone, or has been
   * one and has expired, while the row of its copy does not expire. The tombstone of an object
   * whose versions were destroyed says so, and does not expire.
   */
  private boolean isDeleted(CopyBlob copy) {
    SummaryRow row = table.summary(copy.key());
    return row.isDeleted()
        ? !row.isDestroyed()
        : !row.isImage()
            && row.restored().isEmpty()
            && new CopyTable(table)
                .row(copy.key(), copy.version().versionId())
                .backup()
                .isPresent();
  }

  private Restored write(List<CopyBlob> newestFirst) throws IOException {
    CopyBlob newest = newestFirst.get(0);
    if (dryRun) {
      return new Restored(Restored.Result.RESTORED, newest, "");
    }
    Optional<DamagedCopyException> damaged = Optional.empty();
    // A damaged copy can have others of the same version beside it.
    for (CopyBlob copy : newestFirst) {
      if (copy.version().versionId().equals(newest.version().versionId())) {
        try {
          write(copy);
          return new Restored(Restored.Result.RESTORED, copy, "");
        } catch (DamagedCopyException e) {
          damaged = Optional.of(damaged.orElse(e));
        }
      }
    }
    throw damaged.orElseThrow();
  }

  private void write(CopyBlob copy) throws IOException {
    Optional<RestoredUpload> upload =
        copy.version()
            .uploadedAt()
            .filter(time -> isOwnBucket())
            .map(time -> new RestoredUpload(copy.version().sha256(), time, Optional.empty()));
    upload.ifPresent(announced -> restores.announce(copy.key(), announced, Instant.now()));
    Optional<String> version = writer.write(copy);
    upload.ifPresent(announced -> version.ifPresent(id -> complete(copy.key(), announced, id)));
  }

  /** The table is about the stack's own bucket. */
  private boolean isOwnBucket() {
    return bucket.equals(target.outputs().imagesBucket());
  }

  private void complete(String key, RestoredUpload announced, String version) {
    restores.complete(
        key, new RestoredUpload(announced.sha256(), announced.uploadedAt(), Optional.of(version)));
  }

  /** A former restore can have ended after it wrote the object. */
  private void finishInterrupted(CopyBlob copy, String version) {
    if (isOwnBucket() && !dryRun) {
      table
          .summary(copy.key())
          .restored()
          .filter(announced -> announced.versionId().isEmpty())
          .filter(announced -> announced.sha256().equals(copy.version().sha256()))
          .ifPresent(announced -> complete(copy.key(), announced, version));
    }
  }
}
