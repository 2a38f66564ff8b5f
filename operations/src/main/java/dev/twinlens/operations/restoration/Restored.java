package dev.twinlens.operations.restoration;

import dev.twinlens.operations.copies.CopyBlob;
import java.util.Locale;

/**
 * What became of one key.
 *
 * @param copy the copy that was, or would be, restored
 * @param detail a sentence; empty for none
 */
record Restored(Result result, CopyBlob copy, String detail) {
  /** How it ended. */
  enum Result {
    RESTORED,
    /** The object is there with the same bytes. */
    PRESENT,
    /** The object was deleted and stays so. */
    DELETED,
    /** S3 has an object that is newer than the newest copy, and keeps it. */
    NEWER,
    FAILED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
