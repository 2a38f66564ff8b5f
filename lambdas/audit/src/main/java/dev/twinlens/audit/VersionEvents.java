package dev.twinlens.audit;

import dev.twinlens.domain.catalog.Backup;
import dev.twinlens.domain.catalog.CopyTable;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Makes the event of an object version again. */
final class VersionEvents {
  /** How many older versions are asked for their order. */
  private static final int LOOK_BACK = 20;

  private final ImageVersions images;
  private final ImageTable table;
  private final CopyTable copies;

  VersionEvents(ImageVersions images, ImageTable table) {
    this.images = images;
    this.table = table;
    this.copies = new CopyTable(table);
  }

  /**
   * The event.
   *
   * @return empty when the version no longer exists
   */
  Optional<ObjectCreated> of(String key, String versionId) {
    return find(key, version -> version.versionId().equals(versionId));
  }

  /** The event, if the key still shows this version. */
  Optional<ObjectCreated> ofCurrent(String key, String versionId) {
    return find(key, version -> version.versionId().equals(versionId) && version.isLatest());
  }

  private Optional<ObjectCreated> find(String key, Predicate<ObjectVersion> wanted) {
    // Before the versions: what the row knows is then not newer than the newest of them.
    SummaryRow summary = table.summary(key);
    List<ObjectVersion> versions = images.of(key);
    for (int i = 0; i < versions.size(); i++) {
      ObjectVersion version = versions.get(i);
      if (wanted.test(version)) {
        List<ObjectVersion> older = versions.subList(i + 1, versions.size());
        return Optional.of(
            new ObjectCreated(
                images.bucket(),
                key,
                version.versionId(),
                sequencer(version, older, summary),
                version.size(),
                version.lastModified()));
      }
    }
    return Optional.empty();
  }

  private Sequencer sequencer(
      ObjectVersion version, List<ObjectVersion> older, SummaryRow summary) {
    Optional<Sequencer> own =
        EventOrder.of(version.versionId(), summary, copies.row(version.key(), version.versionId()));
    if (own.isPresent()) {
      return own.get();
    }
    if (version.isLatest() && EventOrder.newest(summary).isPresent()) {
      return EventOrder.after(EventOrder.newest(summary), 1);
    }
    int distance = 1;
    for (ObjectVersion former : older) {
      Optional<Sequencer> known =
          copies.row(former.key(), former.versionId()).backup().map(Backup::sequencer);
      if (known.isPresent() || distance == LOOK_BACK) {
        return EventOrder.after(known, distance);
      }
      distance++;
    }
    return EventOrder.after(Optional.empty(), distance);
  }
}
