package dev.twinlens.local.services.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The bytes of objects and parts. A file's name is random and independent of the object's key, so a
 * key may be any string. A file is written once, so a reader never sees a half-written object.
 */
public final class BlobFiles {
  private final Path directory;

  BlobFiles(Path directory) {
    this.directory = directory;
  }

  /** Stored bytes: the file's name, their number, and their MD5 in hexadecimal digits. */
  public record Blob(String file, long size, String md5) {}

  /** Something to do with stored bytes. */
  @FunctionalInterface
  public interface Use<T> {
    T apply() throws IOException;
  }

  /** Stores all content of the stream. */
  public Blob write(InputStream content) throws IOException {
    String name = UUID.randomUUID().toString();
    Path file = path(name);
    Files.createDirectories(file.getParent());
    DigestInputStream digested = new DigestInputStream(content, md5());
    try {
      long size = Files.copy(digested, file);
      return new Blob(name, size, HexFormat.of().formatHex(digested.getMessageDigest().digest()));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Uses stored bytes, and deletes them if that fails. */
  public <T> T keep(Blob blob, Use<T> use) throws IOException {
    boolean used = false;
    try {
      T result = use.apply();
      used = true;
      return result;
    } finally {
      if (!used) {
        delete(blob.file());
      }
    }
  }

  public InputStream read(String name) throws IOException {
    return Files.newInputStream(path(name));
  }

  /** Removes a file; an absent one is no error. */
  void delete(String name) {
    try {
      Files.deleteIfExists(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes all other files, which a process left that ended during an upload. */
  void keepOnly(Set<String> names) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory, 2)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!names.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path path(String name) {
    return directory.resolve(name.substring(0, 2)).resolve(name);
  }
}
