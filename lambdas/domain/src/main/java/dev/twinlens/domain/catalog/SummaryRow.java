package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.ObjectRemoved;
import dev.twinlens.domain.events.Sequencer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The summary row of one object key. Every attribute can be missing: classify, upload-image, backup
 * and thumbnail each write their own, in any order.
 */
public final class SummaryRow {
  private final String key;
  private final Map<String, AttributeValue> attributes;

  SummaryRow(String key, Map<String, AttributeValue> attributes) {
    this.key = key;
    this.attributes = Map.copyOf(attributes);
  }

  /** The row of a key of which nothing is known. */
  public static SummaryRow empty(String key) {
    return new SummaryRow(key, Map.of());
  }

  /** The row of an item that has at least its key. */
  public static SummaryRow of(Map<String, AttributeValue> item) {
    return new SummaryRow(new Item(item).text(Attributes.IMAGE_NAME), item);
  }

  public String key() {
    return key;
  }

  Map<String, AttributeValue> attributes() {
    return attributes;
  }

  /** Whether the row is that of an image; one that was only claimed has no time of upload yet. */
  public boolean isImage() {
    return attributes.containsKey(Attributes.UPLOADED_AT);
  }

  public Status status() {
    return text(Attributes.STATUS).flatMap(Status::of).orElse(Status.RECEIVED);
  }

  public Optional<String> contentType() {
    return text(Attributes.CONTENT_TYPE);
  }

  public Optional<Long> size() {
    return Optional.ofNullable(attributes.get(Attributes.SIZE))
        .map(value -> Long.valueOf(value.n()));
  }

  /** Base64. */
  public Optional<String> sha256() {
    return text(Attributes.SHA256).or(() -> backup().map(BackupCopy::sha256));
  }

  public Optional<String> versionId() {
    return text(Attributes.VERSION_ID);
  }

  public Sequencer sequencer() {
    return text(Attributes.SEQUENCER).map(Sequencer::new).orElse(Sequencer.NONE);
  }

  public Optional<String> uploadedAt() {
    return text(Attributes.UPLOADED_AT);
  }

  public Optional<String> resultKey() {
    return text(Attributes.RESULT_KEY);
  }

  /**
   * The result of an earlier version, for as long as the newest has none: that of the same bytes
   * can be used again.
   */
  public Optional<String> formerResult() {
    return resultKey().or(() -> text(Attributes.FORMER_RESULT));
  }

  /** The photo that was last put back from its copy under this key. */
  public Optional<RestoredUpload> restored() {
    return Optional.ofNullable(attributes.get(Attributes.RESTORED)).map(RestoredUpload::read);
  }

  /** Why the image was rejected. */
  public Optional<String> error() {
    return text(Attributes.ERROR);
  }

  public boolean isNotified() {
    return attributes.containsKey(Attributes.NOTIFIED_AT);
  }

  /**
   * Whether the row is the tombstone of a deleted image. It keeps what distinguishes events of
   * deleted versions from those of later ones, and the claims of workers: such a claim means that
   * the clear-up may be incomplete.
   */
  public boolean isDeleted() {
    return attributes.containsKey(Attributes.DELETED_AT);
  }

  /**
   * Whether the row is the tombstone of an image whose every version was permanently deleted while
   * no delete marker hid it. Such a loss is no deletion by a person: the image can be restored from
   * its copy, and the recorded result is still that of its bytes.
   */
  public boolean isDestroyed() {
    return attributes.containsKey(Attributes.DESTROYED);
  }

  /** Whether a destroyed image was hidden by this event before it was destroyed, or since. */
  public boolean wasHiddenBy(ObjectRemoved removal) {
    return removal.kind() == ObjectRemoved.Kind.HIDDEN
        && text(Attributes.DESTROYED)
            .map(Sequencer::new)
            .filter(removal.sequencer()::isNewerThan)
            .isPresent();
  }

  /** Whether the row is a tombstone of this version or of a newer one. */
  public boolean isTombstoneOf(ObjectCreated created) {
    if (!isDeleted()) {
      return false;
    }
    // S3 gives the sequencer in events only: of what was deleted before its event arrived, only the
    // version is known.
    return sequencer().isNone()
        ? versionId().filter(created.versionId()::equals).isPresent()
        : !created.sequencer().isNewerThan(sequencer());
  }

  /** The labels in Rekognition's order, without instances. */
  public List<Label> labels() {
    AttributeValue labels = attributes.get(Attributes.LABELS);
    return labels == null ? List.of() : labels.l().stream().map(LabelItems::readBrief).toList();
  }

  /** How the last backup ended, of any version. */
  public Optional<Backup> lastBackup() {
    return Optional.ofNullable(attributes.get(Attributes.BACKUP))
        .map(AttributeValue::m)
        .map(Backup::read);
  }

  /** The last backup, if it is that of this version. */
  public Optional<Backup> lastBackupOf(String versionId) {
    return lastBackup().filter(backup -> backup.versionId().equals(versionId));
  }

  /** The copy of the version that this row is about. */
  public Optional<BackupCopy> backup() {
    return ownBackup()
        .flatMap(
            backup ->
                switch (backup) {
                  case BackupCopy copy -> Optional.of(copy);
                  case BackupRefusal refusal -> Optional.empty();
                });
  }

  /** Why the version that this row is about will never have a copy. */
  public Optional<String> backupError() {
    return ownBackup()
        .flatMap(
            backup ->
                switch (backup) {
                  case BackupCopy copy -> Optional.empty();
                  case BackupRefusal(String version, Sequencer sequencer, String reason) ->
                      Optional.of(reason);
                });
  }

  private Optional<Backup> ownBackup() {
    return lastBackup().filter(backup -> versionId().map(backup.versionId()::equals).orElse(true));
  }

  /** Whether the row is about this version. A row has a sequencer once the event was handled. */
  public boolean describes(ObjectCreated version) {
    return versionId().filter(version.versionId()::equals).isPresent()
        && (sequencer().isNone() || sequencer().compareTo(version.sequencer()) == 0);
  }

  /** What is late for this image, or for a version that is to replace it. */
  public List<Late> late() {
    return Stream.of(LateTask.values())
        .flatMap(task -> lastLate(task).stream())
        .filter(
            late ->
                isOwn(late) ? !late.task().isDone(this) : late.sequencer().isNewerThan(sequencer()))
        .toList();
  }

  private boolean isOwn(Late late) {
    return versionId().filter(late.versionId()::equals).isPresent()
        && (sequencer().isNone() || sequencer().compareTo(late.sequencer()) == 0);
  }

  /** What was last recorded of the task being late, for any version. */
  public Optional<Late> lastLate(LateTask task) {
    return Optional.ofNullable(attributes.get(task.attribute()))
        .map(value -> Late.read(task, value));
  }

  /** How the last thumbnail ended, of any version. */
  public Optional<Thumbnail> lastThumbnail() {
    return Optional.ofNullable(attributes.get(Attributes.THUMBNAIL)).map(Thumbnail::read);
  }

  /** The thumbnail of the version that this row is about. */
  public Optional<ThumbnailImage> thumbnail() {
    return ownThumbnail()
        .flatMap(
            thumbnail ->
                switch (thumbnail) {
                  case ThumbnailImage image -> Optional.of(image);
                  case ThumbnailRefusal refusal -> Optional.empty();
                });
  }

  /** How the thumbnail of the version that this row is about ended. */
  public Optional<Thumbnail> ownThumbnail() {
    return lastThumbnail()
        .filter(thumbnail -> versionId().filter(thumbnail.versionId()::equals).isPresent());
  }

  /** An attribute that is a text. */
  public Optional<String> text(String attribute) {
    return Optional.ofNullable(attributes.get(attribute)).map(AttributeValue::s);
  }
}
