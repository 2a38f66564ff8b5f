package dev.twinlens.local.pulumi;

import java.nio.file.Path;

/** A single file that the program passes to a resource. */
public sealed interface Asset {
  /** The content itself. */
  record Text(String content) implements Asset {}

  /** A file; a relative path starts at the program's working directory. */
  record File(Path path) implements Asset {}
}
