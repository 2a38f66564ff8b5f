package dev.twinlens.audit;

import dev.twinlens.audit.WorkingFiles.Kind;
import dev.twinlens.domain.catalog.Backup;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.CopyRow;
import dev.twinlens.domain.catalog.ObjectVersionId;
import dev.twinlens.runtime.logging.Log;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Lists the bucket and has copied again each version whose copy was not in the container. */
final class VersionsPhase implements AuditPhase {
  private final AuditServices services;
  private final RunningAudit audit;
  private final WorkingFiles files;
  private final Log log;
  private final ImageResults results;
  private final FingerprintSet copied;
  private final FingerprintBuffer keys = new FingerprintBuffer();

  VersionsPhase(
      AuditServices services,
      RunningAudit audit,
      WorkingFiles files,
      ImageResults results,
      Log log) {
    this.services = services;
    this.audit = audit;
    this.files = files;
    this.results = results;
    this.log = log;
    this.copied = files.readChunks(Kind.COPIES, audit.chunks(Kind.COPIES));
  }

  @Override
  public boolean step() {
    ImageVersions.Page page = services.images().page(audit.position());
    checkCopies(page.versions().stream().filter(version -> !isCopied(version)).toList());
    List<ObjectVersion> current = page.versions().stream().filter(ObjectVersion::isLatest).toList();
    current.forEach(version -> keys.add(Fingerprint.of(version.key())));
    results.check(current, audit, log);
    audit.count(Count.VERSIONS, page.versions().size());
    page.next().ifPresent(audit::moveTo);
    return page.next().isPresent();
  }

  private boolean isCopied(ObjectVersion version) {
    return copied.contains(Fingerprint.of(version.key(), version.versionId()));
  }

  private void checkCopies(List<ObjectVersion> versions) {
    Map<ObjectVersionId, CopyRow> rows =
        services.copies().rows(versions.stream().map(VersionsPhase::id).toList());
    for (ObjectVersion version : versions) {
      Optional<Backup> recorded =
          Optional.ofNullable(rows.get(id(version))).flatMap(CopyRow::backup);
      switch (verdict(version, recorded)) {
        case CopyVerdict.Sound sound -> {}
        case CopyVerdict.Look look -> act(version);
        case CopyVerdict.Waiting waiting -> act(version);
      }
    }
  }

  /** Decides by what the rows say now: those that were read for the whole page may be older. */
  private void act(ObjectVersion version) {
    Log line = log.with("key", version.key()).with("versionId", version.versionId());
    switch (verdict(version, services.copies().backup(version.key(), version.versionId()))) {
      case CopyVerdict.Sound sound -> {}
      case CopyVerdict.Look(BackupCopy copy) -> look(version, copy, line);
      case CopyVerdict.Waiting(boolean missing) ->
          services.repairs().waiting(version.key(), version.versionId(), missing, audit, line);
    }
  }

  /** A copy that was made or recorded while the container was listed is not in the list. */
  private void look(ObjectVersion version, BackupCopy copy, Log line) {
    Optional<CopyContainer.StoredBlob> blob = services.container().find(copy.url());
    if (blob.isEmpty()) {
      services.repairs().missing(version.key(), copy, audit, line);
    } else if (blob.get().size() != version.size() || !blob.get().md5().equals(copy.md5())) {
      services.repairs().different(version.key(), copy, "size or MD5", audit, line);
    }
  }

  private CopyVerdict verdict(ObjectVersion version, Optional<Backup> recorded) {
    Instant now = services.clock().instant();
    return CopyVerdict.of(
        recorded, version.lastModified(), audit.startedAt(), now, services.retention());
  }

  private static ObjectVersionId id(ObjectVersion version) {
    return new ObjectVersionId(version.key(), version.versionId());
  }

  @Override
  public void save() {
    files.append(Kind.KEYS, keys, audit);
  }
}
