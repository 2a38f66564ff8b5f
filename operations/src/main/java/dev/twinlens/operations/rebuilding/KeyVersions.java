package dev.twinlens.operations.rebuilding;

import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.operations.copies.CopyBlob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * The versions of one key, with what their events have said. S3 tells the sequencer of a version in
 * its event only, and lists times in whole seconds; the copy of a version keeps both. A version
 * without a copy gets a sequencer right after that of the version before it, so that it is older
 * than every version whose event is still to come.
 */
final class KeyVersions {
  private static final String AFTER = "01";

  private KeyVersions() {}

  /**
   * A version.
   *
   * @param event what S3 has said when it was uploaded, as far as that is known
   * @param storedAt when S3 stored it: later than the event's time when it was restored
   * @param isCurrent whether the key shows it
   */
  record Version(ObjectCreated event, Instant storedAt, boolean isCurrent) {}

  /**
   * The versions of a key, the oldest first.
   *
   * @param listed as S3 lists them, the newest first
   * @param copies of the key
   */
  static List<Version> of(String bucket, List<ObjectVersion> listed, List<CopyBlob> copies) {
    List<ObjectVersion> oldestFirst = new ArrayList<>(listed);
    Collections.reverse(oldestFirst);
    List<Version> versions = new ArrayList<>();
    Sequencer before = Sequencer.NONE;
    for (ObjectVersion version : oldestFirst) {
      Optional<CopyBlob> copy = newestCopy(version.versionId(), copies);
      Sequencer sequencer =
          copy.map(made -> made.version().sequencer())
              .filter(known -> !known.isNone())
              .orElse(new Sequencer(before.value() + AFTER));
      ObjectCreated event =
          new ObjectCreated(
              bucket,
              version.key(),
              version.versionId(),
              sequencer,
              version.size(),
              copy.flatMap(made -> made.version().uploadedAt()).orElse(version.lastModified()));
      versions.add(new Version(event, version.lastModified(), version.isLatest()));
      before = sequencer.isNewerThan(before) ? sequencer : before;
    }
    return versions;
  }

  private static Optional<CopyBlob> newestCopy(String versionId, List<CopyBlob> copies) {
    return copies.stream()
        .filter(copy -> copy.version().versionId().equals(versionId))
        .max(Comparator.comparingInt(CopyBlob::attempt));
  }
}
