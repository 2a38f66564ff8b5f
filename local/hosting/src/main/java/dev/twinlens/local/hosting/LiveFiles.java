package dev.twinlens.local.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps served files in step with the working tree, so that one can edit the page and reload.
 *
 * <p>Only files that the build left exactly as they were in the repository follow it (and files
 * that are new there since); what the build made or changed stays as it was built. A file is looked
 * at when it is asked for: nothing is watched.
 */
final class LiveFiles {
  private final Path source;
  private final Path served;
  private final Set<Path> atBuild = new HashSet<>();
  private final Set<Path> unchanged = new HashSet<>();

  /**
   * To be made right after the build. Both are the base directory: the repository's, the copy's.
   */
  LiveFiles(Path source, Path served) {
    this.source = source;
    this.served = served;
    try {
      for (Path file : filesBelow(source)) {
        atBuild.add(file);
        Path built = served.resolve(file);
        if (Files.isRegularFile(built) && Files.mismatch(source.resolve(file), built) == -1) {
          unchanged.add(file);
        }
      }
    } catch (IOException e) {
      throw new HostingException("The website's files cannot be read: " + e, e);
    }
  }

  /** Brings the file at a URL path up to date: "/css/base.css". */
  synchronized void refresh(String urlPath) throws IOException {
    Path file = served.resolve(urlPath.substring(1)).normalize();
    if (!file.startsWith(served) || file.equals(served)) {
      return;
    }
    Path name = served.relativize(file);
    boolean isNew = !atBuild.contains(name) && !Files.exists(file);
    if (!isNew && !unchanged.contains(name)) {
      return;
    }
    Path original = source.resolve(name);
    try {
      if (isNew && !(Files.isRegularFile(original) && isInside(original))) {
        return;
      }
      FileTime changed = Files.getLastModifiedTime(original);
      if (!Files.exists(file) || !changed.equals(Files.getLastModifiedTime(file))) {
        Files.createDirectories(file.getParent());
        Files.copy(
            original,
            file,
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
        unchanged.add(name);
      }
    } catch (NoSuchFileException deleted) {
      Files.deleteIfExists(file);
    }
  }

  private boolean isInside(Path file) throws IOException {
    return file.toRealPath().startsWith(source.toRealPath());
  }

  private static Set<Path> filesBelow(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Set.of();
    }
    try (Stream<Path> below = Files.walk(directory)) {
      Set<Path> files = new HashSet<>();
      below.filter(Files::isRegularFile).forEach(file -> files.add(directory.relativize(file)));
      return files;
    }
  }
}
