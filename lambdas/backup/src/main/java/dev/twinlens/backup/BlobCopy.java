package dev.twinlens.backup;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.models.BlobHttpHeaders;
import dev.twinlens.backup.BackupContainer.Creation;
import dev.twinlens.domain.catalog.RestoredUpload;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.copies.CopiedVersion;
import dev.twinlens.domain.copies.CopyMetadata;
import dev.twinlens.domain.copies.CopyName;
import dev.twinlens.domain.copies.ObjectAttributes;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.domain.images.FileType;
import dev.twinlens.domain.storage.ImageBucket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Copies one object version into one blob, in one request. */
final class BlobCopy {
  private final ImageBucket images;
  private final BackupContainer container;
  private final ObjectCreated version;
  private final SummaryRow row;

  /**
   * The copy of a version.
   *
   * @param row the summary row of its key
   */
  BlobCopy(ImageBucket images, BackupContainer container, ObjectCreated version, SummaryRow row) {
    this.images = images;
    this.container = container;
    this.version = version;
    this.row = row;
  }

  /** The copy that was made, or found. */
  record Result(String blob, Original original, Creation creation) {}

  /**
   * Copies.
   *
   * @param attempt the copy's number, see {@link CopyName#of}
   * @return empty when the version no longer exists
   */
  Optional<Result> run(int attempt) {
    return Original.read(images, version).flatMap(original -> copy(original, attempt));
  }

  private Optional<Result> copy(Original original, int attempt) {
    String extension =
        FileType.of(original.beginning())
            .map(FileType::extension)
            .orElse(FileType.UNKNOWN_EXTENSION);
    CopyName name =
        CopyName.of(version.key(), version.time(), version.versionId(), extension, attempt);
    SourceHeaders headers = SourceHeaders.of(original.response());
    CopyMetadata metadata =
        CopyMetadata.of(
            new CopiedVersion(
                version.key(),
                version.versionId(),
                version.sequencer(),
                original.checksums().sha256Base64(),
                Optional.of(uploadedAt(original.checksums().sha256Base64()))),
            new ObjectAttributes(
                original.response().metadata(), images.tags(version), headers.others()));
    // Before the copy, so that a copy is never without it.
    metadata.secondBlob().ifPresent(json -> createAttributes(name, json));
    BlobHttpHeaders blobHeaders = headers.blob().setContentMd5(original.checksums().md5());
    return original.send(
        content ->
            new Result(
                name.value(),
                original,
                container.create(name.value(), content, blobHeaders, metadata.values())));
  }

  /** When the photo was first uploaded, if this version was put back from an older one's copy. */
  private Instant uploadedAt(String sha256) {
    return row.restored()
        .filter(restored -> restored.isOf(version.versionId(), Optional.of(sha256)))
        .map(RestoredUpload::uploadedAt)
        .orElse(version.time());
  }

  private void createAttributes(CopyName name, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    container.create(
        name.attributes(),
        BinaryData.fromBytes(bytes),
        new BlobHttpHeaders()
            .setContentType("application/json")
            .setContentMd5(Hashes.md5().digest(bytes)),
        Map.of());
  }
}
