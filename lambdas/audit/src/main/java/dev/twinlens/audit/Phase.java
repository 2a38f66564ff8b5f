package dev.twinlens.audit;

import java.util.Optional;

/** The parts of an audit, in their order. */
enum Phase {
  /** Lists the container and compares each copy with its row. */
  COPIES,
  /** Lists the bucket and looks for versions without a copy and images without a result. */
  VERSIONS,
  /** Goes through the rows of images and looks for those whose object is gone. */
  ROWS,
  /** Reads copies. */
  READING;

  Optional<Phase> next() {
    return switch (this) {
      case COPIES -> Optional.of(VERSIONS);
      case VERSIONS -> Optional.of(ROWS);
      case ROWS -> Optional.of(READING);
      case READING -> Optional.empty();
    };
  }
}
