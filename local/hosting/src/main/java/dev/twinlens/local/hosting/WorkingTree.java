package dev.twinlens.local.hosting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A repository's files as they are now, without those that a clone would not have. */
final class WorkingTree {
  private static final Set<String> NOT_CLONED =
      Set.of(".git", ".twinlens", "target", "node_modules");

  private final Path root;
  private final Path dataDirectory;

  WorkingTree(Path root, Path dataDirectory) {
    this.root = root;
    this.dataDirectory = dataDirectory;
  }

  /**
   * Copies all files except history, build output and the deployment's data. The target is created
   * if it does not exist.
   */
  void copyTo(Path target) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                throws IOException {
              if (isLeftOut(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              Files.createDirectories(target.resolve(root.relativize(directory).toString()));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (!isLeftOut(file)) {
                Files.copy(
                    file,
                    target.resolve(root.relativize(file).toString()),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new HostingException("The repository " + root + " cannot be copied: " + e, e);
    }
  }

  // In a linked work tree of Git, .git is a file.
  private boolean isLeftOut(Path path) {
    return path.equals(dataDirectory)
        || (!path.equals(root) && NOT_CLONED.contains(path.getFileName().toString()));
  }

  static void deleteRecursively(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> below = Files.walk(path)) {
      List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
