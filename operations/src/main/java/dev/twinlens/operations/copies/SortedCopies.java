package dev.twinlens.operations.copies;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Any number of copies by key, in bounded memory: an external merge sort. It holds {@code runSize}
 * copies at a time, and keeps the others in temporary files, some 400 bytes for each copy.
 */
final class SortedCopies implements AutoCloseable {
  private final int runSize;
  private final List<CopyBlob> run = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final List<FileRun> open = new ArrayList<>();

  SortedCopies(int runSize) {
    this.runSize = runSize;
  }

  void add(CopyBlob copy) {
    run.add(copy);
    if (run.size() == runSize) {
      spill();
    }
  }

  private void spill() {
    run.sort(CopyBlob.BY_KEY);
    try {
      Path file = Files.createTempFile("twinlens-copies-", ".run");
      files.add(file);
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
        out.writeInt(run.size());
        for (CopyBlob copy : run) {
          copy.write(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The temporary folder cannot be written.", e);
    }
    run.clear();
  }

  /** The copies that were added, by key. Called once, when all are added. */
  Iterator<CopyBlob> iterator() {
    run.sort(CopyBlob.BY_KEY);
    PriorityQueue<Head> heads =
        new PriorityQueue<>(Comparator.comparing(Head::copy, CopyBlob.BY_KEY));
    Head.of(run.iterator()).ifPresent(heads::add);
    for (Path file : files) {
      FileRun opened = new FileRun(file);
      open.add(opened);
      Head.of(opened).ifPresent(heads::add);
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !heads.isEmpty();
      }

      @Override
      public CopyBlob next() {
        Head head = heads.poll();
        if (head == null) {
          throw new NoSuchElementException();
        }
        Head.of(head.rest()).ifPresent(heads::add);
        return head.copy();
      }
    };
  }

  @Override
  public void close() {
    try {
      for (FileRun opened : open) {
        opened.close();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The temporary folder cannot be cleared.", e);
    }
  }

  /** The first copy of a run, and those after it. */
  private record Head(CopyBlob copy, Iterator<CopyBlob> rest) {
    static Optional<Head> of(Iterator<CopyBlob> copies) {
      return copies.hasNext() ? Optional.of(new Head(copies.next(), copies)) : Optional.empty();
    }
  }

  /** A run in a file. */
  private static final class FileRun implements Iterator<CopyBlob>, AutoCloseable {
    private final DataInputStream in;
    private int left;

    FileRun(Path file) {
      try {
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
        left = in.readInt();
      } catch (IOException e) {
        throw new UncheckedIOException("The temporary folder cannot be read.", e);
      }
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public CopyBlob next() {
      try {
        left--;
        return CopyBlob.read(in);
      } catch (IOException e) {
        throw new UncheckedIOException("The temporary folder cannot be read.", e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
