package dev.twinlens.local.eventbridge;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.support.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** When each rule fired last, or was declared, in a file that outlives the process. */
final class RuleFirings {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final Map<String, String> times;

  private RuleFirings(Path file, Map<String, String> times) {
    this.file = file;
    this.times = times;
  }

  /**
   * Reads the file, or begins without one.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  static RuleFirings open(Path file) {
    try {
      Map<String, String> times = new TreeMap<>();
      if (Files.exists(file)) {
        times.putAll(JSON.readValue(file.toFile(), new TypeReference<Map<String, String>>() {}));
      }
      return new RuleFirings(file, times);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  Optional<Instant> last(String rule) {
    return Optional.ofNullable(times.get(rule)).map(Instant::parse);
  }

  void record(String rule, Instant time) {
    times.put(rule, time.toString());
    save();
  }

  /** Forgets every rule but these. */
  void retain(Collection<String> rules) {
    if (times.keySet().retainAll(rules)) {
      save();
    }
  }

  private void save() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFiles.write(file, JSON.writeValueAsBytes(times));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
