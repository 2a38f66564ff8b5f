package dev.twinlens.audit;

import dev.twinlens.domain.json.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/**
 * A copy that may be read.
 *
 * @param since when it was last read, or made
 * @param size bytes
 */
record PlannedCopy(Instant since, String key, String versionId, long size) {
  static final Comparator<PlannedCopy> OLDEST_FIRST =
      Comparator.comparing(PlannedCopy::since)
          .thenComparing(PlannedCopy::key)
          .thenComparing(PlannedCopy::versionId);

  String json() {
    return Json.write(
        Map.of("since", since.toString(), "key", key, "versionId", versionId, "size", size));
  }

  static PlannedCopy of(String json) {
    Map<String, Object> fields = SavedJson.object(json);
    return new PlannedCopy(
        Instant.parse(String.valueOf(fields.get("since"))),
        String.valueOf(fields.get("key")),
        String.valueOf(fields.get("versionId")),
        Long.parseLong(String.valueOf(fields.get("size"))));
  }
}
