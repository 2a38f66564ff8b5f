package dev.twinlens.audit;

import dev.twinlens.audit.WorkingFiles.Kind;
import dev.twinlens.domain.json.Json;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How far an audit has come, and what it has found so far: its checkpoint, when it is saved. */
final class RunningAudit {
  private final Instant startedAt;
  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private final Map<Kind, Integer> chunks = new EnumMap<>(Kind.class);
  private Phase phase = Phase.COPIES;
  private Optional<String> position = Optional.empty();
  private Optional<Instant> oldestUnread = Optional.empty();
  private ReadingBudget budget;

  RunningAudit(Instant startedAt, ReadingBudget budget) {
    this.startedAt = startedAt;
    this.budget = budget;
  }

  Instant startedAt() {
    return startedAt;
  }

  Phase phase() {
    return phase;
  }

  /** Where the phase goes on; empty at its beginning. */
  Optional<String> position() {
    return position;
  }

  void moveTo(String next) {
    position = Optional.of(next);
  }

  /** Whether there is a next phase, which begins. */
  boolean advance() {
    Optional<Phase> next = phase.next();
    next.ifPresent(value -> phase = value);
    position = Optional.empty();
    return next.isPresent();
  }

  void count(Count what) {
    count(what, 1);
  }

  void count(Count what, long number) {
    counts.merge(what, number, Long::sum);
  }

  long counted(Count what) {
    return counts.getOrDefault(what, 0L);
  }

  int chunks(Kind kind) {
    return chunks.getOrDefault(kind, 0);
  }

  void addChunk(Kind kind) {
    chunks.merge(kind, 1, Integer::sum);
  }

  ReadingBudget budget() {
    return budget;
  }

  void spend(long bytes) {
    budget = budget.spend(bytes);
  }

  /** A copy was not read since that time, and will not be by this audit. */
  void leftUnread(Instant since) {
    oldestUnread = Optional.of(oldestUnread.filter(since::isAfter).orElse(since));
  }

  /** Since when that copy was not read which was not for the longest; empty when all were. */
  Optional<Instant> oldestUnread() {
    return oldestUnread;
  }

  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("startedAt", startedAt.toString());
    fields.put("phase", phase.name());
    position.ifPresent(value -> fields.put("position", value));
    oldestUnread.ifPresent(value -> fields.put("oldestUnread", value.toString()));
    fields.put("limit", budget.limit());
    fields.put("debt", budget.debt());
    fields.put("spent", budget.spent());
    counts.forEach((count, number) -> fields.put("count." + count, number));
    chunks.forEach((kind, number) -> fields.put("chunks." + kind, number));
    return Json.write(fields);
  }

  static RunningAudit of(String json) {
    Map<String, Object> fields = SavedJson.object(json);
    RunningAudit audit =
        new RunningAudit(
            Instant.parse(text(fields, "startedAt").orElseThrow()),
            new ReadingBudget(
                number(fields, "limit"), number(fields, "debt"), number(fields, "spent")));
    audit.phase = Phase.valueOf(text(fields, "phase").orElseThrow());
    audit.position = text(fields, "position");
    audit.oldestUnread = text(fields, "oldestUnread").map(Instant::parse);
    for (Count count : Count.values()) {
      audit.count(count, number(fields, "count." + count));
    }
    for (Kind kind : Kind.values()) {
      audit.chunks.put(kind, (int) number(fields, "chunks." + kind));
    }
    return audit;
  }

  private static Optional<String> text(Map<String, Object> fields, String name) {
    return Optional.ofNullable(fields.get(name)).map(String::valueOf);
  }

  private static long number(Map<String, Object> fields, String name) {
    return text(fields, name).map(Long::valueOf).orElse(0L);
  }
}
