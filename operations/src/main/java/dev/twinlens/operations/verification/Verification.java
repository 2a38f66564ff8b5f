package dev.twinlens.operations.verification;

import dev.twinlens.operations.ProgressReport;
import dev.twinlens.operations.copies.CopyBlob;
import dev.twinlens.operations.copies.CopyList;
import dev.twinlens.operations.copies.KeyGroup;
import dev.twinlens.operations.copies.KeyJoin;
import dev.twinlens.operations.copies.VersionList;
import dev.twinlens.operations.copies.Workers;
import dev.twinlens.operations.stack.StackTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Compares every object version with its copy. The container is listed first and sorted by key; the
 * versions come from S3 in that order, page by page. So memory is bounded, and each request of a
 * list is made once.
 */
final class Verification {
  private final StackTarget target;
  private final String prefix;
  private final VersionCheck check;
  private final Report report;
  private final ProgressReport progress;
  private final Tally tally;

  Verification(
      StackTarget target,
      String prefix,
      boolean read,
      Duration waiting,
      Report report,
      ProgressReport progress) {
    this.target = target;
    this.prefix = prefix;
    Originals originals = new Originals(target.s3(), target.outputs().imagesBucket());
    this.check =
        new VersionCheck(
            target.table(),
            originals,
            new CopyContents(target.container(), originals, read),
            Instant.now().minus(waiting));
    this.report = report;
    this.progress = progress;
    this.tally = new Tally(read);
  }

  Tally run() {
    try (CopyList copies =
            CopyList.read(target.container(), prefix, count -> progress.at(count, "blobs listed"));
        Workers<Checked> workers = new Workers<>(this::record)) {
      new KeyJoin<>(
              VersionList.byKey(target.s3(), target.outputs().imagesBucket(), prefix),
              copies.byKey())
          .forEach((versions, copied) -> submit(workers, versions, copied.members()));
    }
    report.end(tally);
    return tally;
  }

  private void submit(
      Workers<Checked> workers, KeyGroup<ObjectVersion> versions, List<CopyBlob> copies) {
    tally.addCopies(copies.size());
    for (ObjectVersion version : versions.members()) {
      List<CopyBlob> own = of(version.versionId(), copies);
      workers.submit(() -> new Checked(true, check.check(version, own)));
    }
    copies.stream()
        .filter(copy -> isWithoutOriginal(copy, versions.members()))
        .forEach(copy -> workers.submit(() -> new Checked(false, List.of(withoutOriginal(copy)))));
  }

  private void record(Checked checked) {
    if (checked.version()) {
      tally.addVersion(checked.findings());
      progress.at(tally.versions(), "versions compared");
    }
    for (Finding finding : checked.findings()) {
      tally.add(finding);
      report.finding(finding);
    }
  }

  private static List<CopyBlob> of(String versionId, List<CopyBlob> copies) {
    return copies.stream().filter(copy -> copy.version().versionId().equals(versionId)).toList();
  }

  private static boolean isWithoutOriginal(CopyBlob copy, List<ObjectVersion> versions) {
    return versions.stream()
        .noneMatch(version -> version.versionId().equals(copy.version().versionId()));
  }

  private static Finding withoutOriginal(CopyBlob copy) {
    return new Finding(
        Finding.Kind.WITHOUT_ORIGINAL,
        copy.key(),
        copy.version().versionId(),
        copy.name(),
        "S3 no longer has this version.");
  }

  /**
   * The result of one check.
   *
   * @param version whether it is that of an object version
   */
  private record Checked(boolean version, List<Finding> findings) {}
}
