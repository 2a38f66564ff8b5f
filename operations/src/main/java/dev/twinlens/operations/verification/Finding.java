package dev.twinlens.operations.verification;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is worth saying of one object version.
 *
 * @param blob the blob that it is about; empty when there is none
 * @param detail a sentence
 */
record Finding(Kind kind, String key, String versionId, String blob, String detail) {
  /** The kinds, and whether an operator must act on them. */
  enum Kind {
    /** S3 has the version, Azure has no copy of it. */
    MISSING(true),
    /** The copy, the version and their rows are not all the same. */
    DIFFERENT(true),
    /** There are two copies of the version, and none repairs the other. */
    DOUBLED(true),
    /** There is a copy that no row names. */
    UNRECORDED(true),
    /** A row names a copy that does not exist. */
    RECORDED_BUT_MISSING(true),
    /** The version is so new that its copy may still be on its way. */
    WAITING(true),
    /** The version cannot have a copy, and its row says why. */
    REFUSED(false),
    /** A copy of a version that S3 no longer has. */
    WITHOUT_ORIGINAL(false);

    private final boolean problem;

    Kind(boolean problem) {
      this.problem = problem;
    }

    boolean isProblem() {
      return problem;
    }

    /** In the report: {@code recorded-but-missing}. */
    String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", kind.text());
    json.put("key", key);
    json.put("versionId", versionId);
    if (!blob.isEmpty()) {
      json.put("blob", blob);
    }
    json.put("detail", detail);
    return json;
  }
}
