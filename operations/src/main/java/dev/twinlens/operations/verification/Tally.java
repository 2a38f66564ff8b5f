package dev.twinlens.operations.verification;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a verification has counted. */
final class Tally {
  private final boolean read;
  private final Map<Finding.Kind, Long> findings = new EnumMap<>(Finding.Kind.class);
  private long versions;
  private long copies;
  private long identical;

  /**
   * Nothing yet.
   *
   * @param read whether the bytes of the copies are read
   */
  Tally(boolean read) {
    this.read = read;
  }

  void addCopies(int count) {
    copies += count;
  }

  void addVersion(List<Finding> found) {
    versions++;
    if (found.isEmpty()) {
      identical++;
    }
  }

  void add(Finding finding) {
    findings.merge(finding.kind(), 1L, Long::sum);
  }

  boolean read() {
    return read;
  }

  long versions() {
    return versions;
  }

  long copies() {
    return copies;
  }

  /** The versions with exactly one identical copy, or one that repairs the others. */
  long identical() {
    return identical;
  }

  Map<Finding.Kind, Long> findings() {
    return findings;
  }

  boolean isClean() {
    return findings.keySet().stream().noneMatch(Finding.Kind::isProblem);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", isClean());
    json.put("read", read);
    json.put("versions", versions);
    json.put("copies", copies);
    json.put("identical", identical);
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Finding.Kind kind : Finding.Kind.values()) {
      counts.put(kind.text(), findings.getOrDefault(kind, 0L));
    }
    json.put("counts", counts);
    return json;
  }
}
