package dev.twinlens.thumbnail;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.catalog.Thumbnail;
import dev.twinlens.domain.catalog.ThumbnailImage;
import dev.twinlens.domain.catalog.ThumbnailRefusal;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.claims.Claim;
import dev.twinlens.domain.claims.Job;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.images.ByteSource;
import dev.twinlens.domain.images.ImageInspector;
import dev.twinlens.domain.images.Inspection;
import dev.twinlens.domain.images.UnreadableImageException;
import dev.twinlens.domain.storage.ObjectContent;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Makes the thumbnail of one object version and records it on the summary row. */
record ThumbnailJob(ThumbnailTask task, ObjectCreated version, ObjectContent content)
    implements Job {
  @Override
  public void run(Claim claim) {
    Thumbnail thumbnail = thumbnail();
    claim.finish(
        row -> {
          row.set(Attributes.THUMBNAIL, thumbnail.attribute());
          LateTask.THUMBNAIL.clear(row, claim.row(), version.versionId(), version.sequencer());
        });
  }

  private Thumbnail thumbnail() {
    try {
      return store(jpeg());
    } catch (UnreadableImageException e) {
      task.log().with("reason", e.reason()).info("No thumbnail");
      return new ThumbnailRefusal(version.versionId(), version.sequencer(), e.reason());
    }
  }

  private byte[] jpeg() throws UnreadableImageException {
    if (content.response().contentLength() > task.rules().maxBytes()) {
      throw new UnreadableImageException("The file is too large.");
    }
    byte[] file = file();
    return switch (new ImageInspector(task.rules()).inspect(ByteSource.of(file))) {
      case Inspection.Rejected(Inspection.Flaw flaw, String reason) ->
          throw new UnreadableImageException(reason);
      case Inspection.Accepted accepted -> ThumbnailMaker.make(file, accepted);
    };
  }

  private byte[] file() {
    try {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The original cannot be read from S3.", e);
    }
  }

  private ThumbnailImage store(byte[] jpeg) {
    String key = task.results().putThumbnail(version.key(), jpeg);
    task.log().with("thumbnail", key).with("size", jpeg.length).info("Made");
    return new ThumbnailImage(
        key, version.versionId(), Timestamps.time(task.clock().instant()), version.sequencer());
  }

  @Override
  public void close() {
    content.close();
  }
}
