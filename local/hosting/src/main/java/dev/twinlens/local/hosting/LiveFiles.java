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
 * Keeps served files up to date with the working tree, so that an edit shows when the page is
 * reloaded.
 *
 * <p>Files that the build left unchanged follow the repository, and so do files that are new in the
 * repository. Files that the build made or changed stay as built. A file is compared when it is
 * requested; nothing is watched.
 */
final class LiveFiles {
  private final Path source;
  private final Path served;
  private final Set<Path> atBuild = new HashSet<>();
  private final Set<Path> unchanged = new HashSet<>();

  /**
   * Must be created right after the build.
   *
   * @param source the base directory in the repository
   * @param served the base directory in the built copy
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

  /** Updates the file at a URL path, such as {@code /css/base.css}. */
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
