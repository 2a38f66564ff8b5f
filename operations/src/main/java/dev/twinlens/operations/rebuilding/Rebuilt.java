package dev.twinlens.operations.rebuilding;

import java.util.EnumMap;
import java.util.Map;

/** How much was, or in a dry run would be, written and queued. */
final class Rebuilt {
  /** What is counted. */
  enum Kind {
    IMAGE("images"),
    LABELLED("results"),
    THUMBNAIL("thumbnails"),
    COPY("copies"),
    LABELS_QUEUED("to be labelled"),
    THUMBNAIL_QUEUED("thumbnails to be made"),
    COPY_QUEUED("versions to be copied");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  void add(Kind kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  void addAll(Rebuilt other) {
    other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
  }

  long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }
}
