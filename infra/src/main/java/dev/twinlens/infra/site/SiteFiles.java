package dev.twinlens.infra.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The page's files with their media types. */
final class SiteFiles {
  /** Written by each deployment, so it is never taken from the folder. */
  static final String CONFIG = "config.json";

  private static final Map<String, String> CONTENT_TYPES =
      Map.ofEntries(
          Map.entry("avif", "image/avif"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("png", "image/png"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("webp", "image/webp"),
          Map.entry("woff2", "font/woff2"));

  /**
   * One file.
   *
   * @param key its path below the page's root, with slashes
   * @param path where it is
   * @param contentType its media type
   */
  record SiteFile(String key, Path path, String contentType) {}

  private SiteFiles() {}

  /**
   * Lists the files below a folder, sorted by key, without hidden ones and {@link #CONFIG}.
   *
   * @throws IllegalStateException if there is no page, or a file whose media type is unknown
   */
  static List<SiteFile> under(Path folder) {
    if (!Files.isRegularFile(folder.resolve("index.html"))) {
      throw new IllegalStateException(
          "No %s: run pulumi from the repository's root.".formatted(folder.resolve("index.html")));
    }
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !isHidden(folder.relativize(file)))
          .map(file -> describe(folder, file))
          .filter(file -> !file.key().equals(CONFIG))
          .sorted((one, other) -> one.key().compareTo(other.key()))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot list " + folder, unreadable);
    }
  }

  private static boolean isHidden(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .anyMatch(part -> part.toString().startsWith("."));
  }

  private static SiteFile describe(Path folder, Path file) {
    var key = folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    var contentType = CONTENT_TYPES.get(key.substring(key.lastIndexOf('.') + 1));
    if (contentType == null) {
      throw new IllegalStateException(
          "%s: unknown media type; known extensions: %s"
              .formatted(file, CONTENT_TYPES.keySet().stream().sorted().toList()));
    }
    return new SiteFile(key, file, contentType);
  }
}
