package dev.twinlens.infra.build;

import dev.twinlens.infra.support.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One hash of many files: that which the build keeps of the sources that it compiled. The build
 * computes it with Ant's task {@code checksum} and its {@code totalproperty}: the SHA-256 of each
 * file's SHA-256 and path, in the order of the paths.
 */
final class SourceHash {
  private SourceHash() {}

  /**
   * Computes the hash of some files and of all files in some folders.
   *
   * @param root where the paths start that are part of the hash
   * @param sources the files and folders
   * @return lower case hexadecimal digits
   */
  static String of(Path root, Stream<Path> sources) {
    var files = new TreeMap<String, Path>();
    sources
        .flatMap(source -> below(source).stream())
        .forEach(file -> files.put(path(root, file), file));
    var total = Sha256.digest();
    files.forEach(
        (path, file) -> {
          total.update(Sha256.digest().digest(read(file)));
          total.update(path.getBytes(StandardCharsets.UTF_8));
        });
    return HexFormat.of().formatHex(total.digest());
  }

  private static List<Path> below(Path source) {
    try (var files = Files.walk(source)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot list " + source, unreadable);
    }
  }

  private static String path(Path root, Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + file, unreadable);
    }
  }
}
