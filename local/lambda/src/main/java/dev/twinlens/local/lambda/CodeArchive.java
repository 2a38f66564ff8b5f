package dev.twinlens.local.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Deployment packages, unpacked once for each content. */
final class CodeArchive {
  /** Lambda's limit of an unpacked deployment package. */
  private static final long MAXIMUM_UNPACKED_BYTES = 262_144_000;

  private CodeArchive() {}

  /**
   * Unpacks the archive into a folder of {@code directory} that is named by its hash, and removes
   * the folders of earlier archives.
   */
  static Path unpack(Path zip, Path directory) throws IOException {
    if (!Files.isRegularFile(zip)) {
      throw new IOException("The deployment package " + zip + " does not exist: build it first");
    }
    Path target = directory.resolve(sha256(zip)).toAbsolutePath();
    Files.createDirectories(directory);
    if (!Files.isDirectory(target)) {
      Path unfinished = Files.createTempDirectory(directory, "unpacking-");
      unpackInto(zip, unfinished);
      try {
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException unpackedByAnother) {
        delete(unfinished);
      }
    }
    List<Path> earlier;
    try (Stream<Path> children = Files.list(directory)) {
      earlier =
          children.filter(child -> !child.getFileName().equals(target.getFileName())).toList();
    }
    for (Path child : earlier) {
      delete(child);
    }
    return target;
  }

  private static void unpackInto(Path zip, Path target) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      long bytes = 0;
      for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new ZipException(zip + " has an entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        try (InputStream content = file.getInputStream(entry)) {
          bytes += Files.copy(content, path);
        }
        if (bytes > MAXIMUM_UNPACKED_BYTES) {
          throw new ZipException(
              zip + ": Unzipped size must be smaller than " + MAXIMUM_UNPACKED_BYTES + " bytes");
        }
      }
    } catch (ZipException e) {
      delete(target);
      throw e;
    }
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      // Children before their folders.
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
