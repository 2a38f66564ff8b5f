package dev.twinlens.operations.verification;

import dev.twinlens.domain.catalog.Backup;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.BackupRefusal;
import dev.twinlens.domain.catalog.CopyTable;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.keys.Urls;
import dev.twinlens.operations.copies.CopyBlob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Compares one object version with its copies and its rows. */
final class VersionCheck {
  private final CopyTable rows;
  private final ImageTable table;
  private final Originals originals;
  private final CopyContents contents;
  private final Instant settled;

  /**
   * A check.
   *
   * @param settled versions that were uploaded before this time must have a copy
   */
  VersionCheck(ImageTable table, Originals originals, CopyContents contents, Instant settled) {
    this.rows = new CopyTable(table);
    this.table = table;
    this.originals = originals;
    this.contents = contents;
    this.settled = settled;
  }

  /**
   * What is not right with the version.
   *
   * @param copies those of this version
   * @return empty when there is one copy, identical and recorded
   */
  List<Finding> check(ObjectVersion version, List<CopyBlob> copies) {
    Findings findings = new Findings(version);
    SummaryRow summary = table.summary(version.key());
    Optional<Backup> recorded =
        rows.row(version.key(), version.versionId())
            .backup()
            .or(() -> summary.lastBackupOf(version.versionId()));
    if (recorded.isPresent() && recorded.get() instanceof BackupRefusal refusal) {
      findings.add(Finding.Kind.REFUSED, "", refusal.reason());
      return findings.all();
    }
    Optional<BackupCopy> row = recorded.map(BackupCopy.class::cast);
    Optional<CopyBlob> copy = inEffect(copies, row);
    doubled(copies).ifPresent(text -> findings.add(Finding.Kind.DOUBLED, "", text));
    if (copy.isEmpty()) {
      absent(findings, version, row);
      return findings.all();
    }
    if (row.isEmpty()) {
      findings.add(
          isSettled(version) ? Finding.Kind.UNRECORDED : Finding.Kind.WAITING,
          copy.get().name(),
          "The copy exists, but no row names it.");
    } else if (!names(row.get(), copy.get())) {
      findings.add(
          Finding.Kind.RECORDED_BUT_MISSING,
          copy.get().name(),
          "The row names " + row.get().url() + ", which does not exist.");
    }
    List<String> differences = new ArrayList<>(originals.compare(version, copy.get()));
    row.ifPresent(recordedCopy -> differences.addAll(differences(recordedCopy, copy.get())));
    summary
        .lastBackupOf(version.versionId())
        .filter(shown -> row.isPresent() && !shown.unverified().equals(row.get().unverified()))
        .ifPresent(shown -> differences.add("the summary row and the copy's row differ"));
    if (contents.areRead()) {
      differences.addAll(contents.compare(version, copy.get()));
    }
    if (!differences.isEmpty()) {
      findings.add(
          Finding.Kind.DIFFERENT, copy.get().name(), sentence(String.join("; ", differences)));
    }
    return findings.all();
  }

  private void absent(Findings findings, ObjectVersion version, Optional<BackupCopy> row) {
    if (row.isPresent()) {
      // A copy that was made while the container was listed is not in the list.
      if (!contents.exists(row.get().url())) {
        findings.add(
            Finding.Kind.RECORDED_BUT_MISSING,
            "",
            "The row names " + row.get().url() + ", which does not exist.");
      }
    } else if (isSettled(version)) {
      findings.add(Finding.Kind.MISSING, "", "There is no copy.");
    } else {
      findings.add(
          Finding.Kind.WAITING, "", "Uploaded at " + version.lastModified() + ", not yet copied.");
    }
  }

  private boolean isSettled(ObjectVersion version) {
    return version.lastModified().isBefore(settled);
  }

  /** The copy that the row names, else the last one that was made. */
  private static Optional<CopyBlob> inEffect(List<CopyBlob> copies, Optional<BackupCopy> row) {
    return copies.stream()
        .filter(copy -> row.filter(recorded -> names(recorded, copy)).isPresent())
        .findFirst()
        .or(() -> copies.stream().max(Comparator.comparingInt(CopyBlob::attempt)));
  }

  private static boolean names(BackupCopy row, CopyBlob copy) {
    return row.url().endsWith("/" + Urls.encodePath(copy.name()));
  }

  /** Copies with one number are doubled; one with a higher number repairs those before it. */
  private static Optional<String> doubled(List<CopyBlob> copies) {
    return copies.stream().collect(Collectors.groupingBy(CopyBlob::attempt)).values().stream()
        .filter(same -> same.size() > 1)
        .map(
            same ->
                same.stream()
                    .map(CopyBlob::name)
                    .collect(Collectors.joining(", ", "Copies: ", ".")))
        .findFirst();
  }

  private static List<String> differences(BackupCopy row, CopyBlob copy) {
    List<String> differences = new ArrayList<>();
    if (!row.sha256().equals(copy.version().sha256())) {
      differences.add(
          "the row's SHA-256 is " + row.sha256() + ", the copy's " + copy.version().sha256());
    }
    if (!row.md5().equals(copy.md5())) {
      differences.add("the row's MD5 is " + row.md5() + ", the copy's " + copy.md5());
    }
    return differences;
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  /** What was found of one version. */
  private static final class Findings {
    private final ObjectVersion version;
    private final List<Finding> all = new ArrayList<>();

    Findings(ObjectVersion version) {
      this.version = version;
    }

    void add(Finding.Kind kind, String blob, String detail) {
      all.add(new Finding(kind, version.key(), version.versionId(), blob, detail));
    }

    List<Finding> all() {
      return List.copyOf(all);
    }
  }
}
