package dev.twinlens.local.services.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The bytes of objects and parts. A file has a name of its own, unrelated to the object's key, and
 * is never written again: a key may be anything, a reader never sees a half-written object.
 */
public final class BlobFiles {
  private final Path directory;

  public BlobFiles(Path directory) {
    this.directory = directory;
  }

  /** Stored bytes: the file's name, how many, and their MD5 in hexadecimal digits. */
  public record Blob(String file, long size, String md5) {}

  /** Stores what the stream holds, to its end. */
  public Blob write(InputStream content) throws IOException {
    String name = UUID.randomUUID().toString();
    Path file = path(name);
    Files.createDirectories(file.getParent());
    MessageDigest md5 = md5();
    long size = 0;
    boolean complete = false;
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[64 * 1024];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        md5.update(buffer, 0, read);
        out.write(buffer, 0, read);
        size += read;
      }
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
    return new Blob(name, size, HexFormat.of().formatHex(md5.digest()));
  }

  public InputStream read(String name) throws IOException {
    return Files.newInputStream(path(name));
  }

  /** Removes the file; an absent one is no error. */
  public void delete(String name) {
    try {
      Files.deleteIfExists(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes files that a process which ended in the middle of an upload has left. */
  public void keepOnly(Set<String> names) throws IOException {
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
