package dev.twinlens.local.services.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The front's own durable state: ordered tables of records in one file. A change made through
 * {@link #write} is atomic and is on disk, as far as the end of this process can matter, when it
 * returns. Readers never wait.
 */
public final class StateStore implements AutoCloseable {
  /** A change writes its pages anew, so small ones. */
  private static final int PAGE_BYTES = 4096;

  private final MVStore store;
  private final ObjectMapper json =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private StateStore(MVStore store) {
    this.store = store;
  }

  /**
   * Opens the file or makes it.
   *
   * @throws IllegalStateException when another process has it open
   */
  public static StateStore open(Path file) {
    try {
      MVStore store =
          new MVStore.Builder()
              .fileName(file.toString())
              .autoCommitDisabled()
              .pageSplitSize(PAGE_BYTES)
              .open();
      // What a change replaced is not needed once the change is written: let its room be used
      // again at once, or the file grows with every change.
      store.setRetentionTime(0);
      store.setVersionsToKeep(0);
      return new StateStore(store);
    } catch (MVStoreException e) {
      if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        throw new IllegalStateException(
            file + " is in use: another Twinlens runs on this data directory. Stop it first.", e);
      }
      throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The table of that name; its records are kept as JSON, its keys in UTF-8 order. */
  public <T> Table<T> table(String name, Class<T> type) {
    return new Table<>(this, store.openMap(name), json, type);
  }

  /** Makes a change as a whole: either all of it is kept, or, when it throws, none of it. */
  public synchronized <T> T write(Supplier<T> change) {
    try {
      T result = change.get();
      store.commit();
      return result;
    } catch (RuntimeException | Error e) {
      store.rollback();
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

  /** Reads what will not be overwritten meanwhile. */
  <T> T read(Supplier<T> look) {
    MVStore.TxCounter usage = store.registerVersionUsage();
    try {
      return look.get();
    } finally {
      store.deregisterVersionUsage(usage);
    }
  }

  void requireWriting() {
    if (!Thread.holdsLock(this)) {
      throw new IllegalStateException("tables change only inside StateStore.write");
    }
  }

  @Override
  public synchronized void close() {
    // Without a compaction: with nothing retained, one that ended a busy life lost what the last
    // seconds had written, although every change was committed.
    store.close();
  }
}
