package dev.twinlens.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A function's log. The function's processes append to the file themselves, so that their lines and
 * Lambda's are in the order in which they were written. The file may be deleted at any time.
 */
final class FunctionLog {
  private static final long ROTATE_AT_BYTES = 10L << 20;
  private static final int TAIL_BYTES = 4096;

  private final Path file;

  FunctionLog(Path file) {
    this.file = file;
  }

  /** Creates the file; one that is too large is renamed to {@code .log.1}. */
  void open() throws IOException {
    if (Files.exists(file) && Files.size(file) > ROTATE_AT_BYTES) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    append("");
  }

  ProcessBuilder.Redirect redirect() {
    return ProcessBuilder.Redirect.appendTo(file.toFile());
  }

  void line(String line) {
    append(line + "\n");
  }

  private void append(String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the log " + file, e);
    }
  }

  /** Bytes; 0 when the file was deleted. */
  long size() {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the log " + file, e);
    }
  }

  /** The text since the position, at most its last 4 KB. */
  String tail(long since) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long end = channel.size();
      long start = Math.max(since, end - TAIL_BYTES);
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, end - start));
      int read = 0;
      while (buffer.hasRemaining() && read >= 0) {
        read = channel.read(buffer, start + buffer.position());
      }
      return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the log " + file, e);
    }
  }
}
