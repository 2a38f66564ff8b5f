package dev.twinlens.backup;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.ReceivedImage;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.claims.Claim;
import dev.twinlens.domain.claims.Job;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.storage.ObjectContent;
import dev.twinlens.domain.storage.StoredImage;
import java.util.Optional;

/** Copies one object version and records the copy on the summary row. */
record BackupJob(BackupTask task, ObjectCreated version, ObjectContent content) implements Job {
  @Override
  public void run(Claim claim) {
    BlobName name = BlobName.of(version.key());
    Checksums checksums = new BlobCopy(task.container(), version, name).run(content);
    task.log()
        .with("blob", name.value())
        .with("size", content.response().contentLength())
        .info("Copied");
    BackupCopy copy =
        new BackupCopy(
            task.container().url(name),
            checksums.md5Base64(),
            checksums.sha256Base64(),
            version.versionId(),
            Timestamps.time(task.clock().instant()),
            version.sequencer());
    boolean afterDeletion = claim.row().isDeleted();
    if (!afterDeletion) {
      task.table().recordDay(Timestamps.day(version.time()));
    }
    claim.finish(
        row -> {
          row.set(Attributes.BACKUP, copy.attribute());
          if (!afterDeletion) {
            receive(row);
          }
        });
  }

  /** Where classify has not been yet, the row becomes that of a received image. */
  private void receive(RowUpdate row) {
    StoredImage image =
        new StoredImage(
            version.key(),
            version.versionId(),
            content.response().contentType(),
            version.size(),
            Optional.empty(),
            version.time());
    ReceivedImage.complete(row, image);
  }

  @Override
  public void close() {
    content.close();
  }
}
