package dev.twinlens.local.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files so that a reader finds the former content or the new one, never a part of it. */
public final class AtomicFiles {
  private AtomicFiles() {}

  /**
   * Writes a file beside its place and moves it there. On POSIX file systems only its owner can
   * read it, as with all temporary files.
   *
   * @throws IOException when it cannot be written; the former content stays
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path unfinished = Files.createTempFile(file.toAbsolutePath().getParent(), ".new-", null);
    try {
      Files.write(unfinished, content);
      replace(file, unfinished);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Writes a file as UTF-8; see {@link #write(Path, byte[])}. */
  public static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Moves a finished file to its place, which must be on the same file system. */
  public static void replace(Path file, Path finished) throws IOException {
    Files.move(finished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
