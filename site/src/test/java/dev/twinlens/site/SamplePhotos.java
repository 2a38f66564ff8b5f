package dev.twinlens.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project's sample photos. */
final class SamplePhotos {
  private static final Path FOLDER =
      Path.of(System.getProperty("twinlens.home", ".."), "photos").toAbsolutePath();

  private SamplePhotos() {}

  static Path photo(String name) {
    return FOLDER.resolve(name);
  }

  static byte[] bytes(String name) {
    return bytes(photo(name));
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
