package dev.twinlens.local.services.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable state of the services: ordered tables of records in one file. A change made through
 * {@link #write} is atomic. When it returns, the change survives the end of this process. Readers
 * never wait.
 *
 * <p>A change that cannot be stored, because the disk is full, fails as a whole. The file is then
 * opened again: what was stored before is there, and changes succeed as soon as there is space.
 */
public final class StateStore implements AutoCloseable {
  /** Small, because a change rewrites whole pages. */
  private static final int PAGE_BYTES = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(StateStore.class);

  private final Path file;

  /** Closed by itself after a failed write. */
  private volatile Opened opened;

  private boolean closed;

  /** Not a monitor: on JDK 21, a virtual thread in a monitor blocks its carrier thread. */
  private final ReentrantLock writing = new ReentrantLock();

  private final ObjectMapper json =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private StateStore(Path file) {
    this.file = file;
    this.opened = Opened.of(file);
  }

  /** An opened file and its maps. */
  private record Opened(MVStore store, Map<String, MVMap<String, String>> maps) {
    static Opened of(Path file) {
      MVStore store =
          new MVStore.Builder()
              .fileName(file.toString())
              .autoCommitDisabled()
              .pageSplitSize(PAGE_BYTES)
              .open();
      // Reuse the space of replaced pages at once: otherwise the file grows with every change.
      store.setRetentionTime(0);
      store.setVersionsToKeep(0);
      return new Opened(store, new ConcurrentHashMap<>());
    }

    MVMap<String, String> map(String name) {
      return maps.computeIfAbsent(name, store::openMap);
    }
  }

  /**
   * Opens the file, or creates it.
   *
   * @throws IllegalStateException when another process has it open
   */
  public static StateStore open(Path file) {
    try {
      return new StateStore(file);
    } catch (MVStoreException e) {
      if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        throw new IllegalStateException(
            file + " is in use: another Twinlens uses this data directory. Stop it first.", e);
      }
      throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The table of that name. Its records are stored as JSON, its keys in UTF-8 order. */
  public <T> StateTable<T> table(String name, Class<T> type) {
    var unused = map(name);
    return new StateTable<>(this, name, json, type);
  }

  /** Makes a change as a whole: all of it, or none of it when it throws. */
  public <T> T write(Supplier<T> change) {
    writing.lock();
    try {
      return commit(opened().store(), change);
    } finally {
      writing.unlock();
    }
  }

  private static <T> T commit(MVStore store, Supplier<T> change) {
    try {
      T result = change.get();
      store.commit();
      return result;
    } catch (RuntimeException | Error e) {
      if (!store.isClosed()) {
        store.rollback();
      }
      throw e;
    }
  }

  /** {@link #write(Supplier)} for a change without a result. */
  public void write(Runnable change) {
    write(
        () -> {
          change.run();
          return true;
        });
  }

  /** Reads a version of the data that is not overwritten while it is read. */
  <T> T read(Supplier<T> look) {
    MVStore store = opened().store();
    MVStore.TxCounter usage = store.registerVersionUsage();
    try {
      return look.get();
    } finally {
      store.deregisterVersionUsage(usage);
    }
  }

  MVMap<String, String> map(String name) {
    return opened().map(name);
  }

  private Opened opened() {
    Opened current = opened;
    return current.store().isClosed() ? reopened() : current;
  }

  private Opened reopened() {
    writing.lock();
    try {
      if (closed) {
        throw new IllegalStateException(file + " is closed");
      }
      if (opened.store().isClosed()) {
        opened = Opened.of(file);
        LOG.warn("{} was opened again after a change that could not be stored", file);
      }
      return opened;
    } finally {
      writing.unlock();
    }
  }

  void requireWriting() {
    if (!writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("tables change only inside StateStore.write");
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      // Without compaction: with no retention time, a compaction after heavy writing lost committed
      // changes of the last seconds.
      closed = true;
      opened.store().close();
    } finally {
      writing.unlock();
    }
  }
}
