package dev.twinlens.operations.erasure;

import dev.twinlens.domain.json.Json;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints a line of JSON for each thing that was removed, when it was removed. */
final class Proof {
  private final PrintStream out;
  private long lines;

  Proof(PrintStream out) {
    this.out = out;
  }

  /**
   * Something was removed.
   *
   * @param what such as {@code copy}
   * @param names names and values that say which
   */
  void removed(String what, String... names) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("removed", what);
    for (int i = 0; i < names.length; i += 2) {
      line.put(names[i], names[i + 1]);
    }
    line.put("at", Instant.now().toString());
    out.println(Json.write(line));
    lines++;
  }

  long lines() {
    return lines;
  }
}
