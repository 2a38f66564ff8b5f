package dev.twinlens.e2e;

import dev.twinlens.local.testing.Photos;
import dev.twinlens.site.testing.Chromium;
import dev.twinlens.site.testing.Page;
import java.nio.file.Path;

/** A person with a browser in front of a deployed page. */
final class Visitor extends Page {
  private static final Path FILES = Path.of("target/files");

  /** With these switches for the browser. */
  Visitor(Stack stack, String... switches) {
    super(Chromium.start(switches), stack.site(), FILES, Stack.PATIENCE);
  }

  /** A sample photo under another name, as a file on the person's disk. */
  Path photo(String sample, String name) {
    return file(name, Photos.read(sample));
  }
}
