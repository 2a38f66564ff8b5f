package dev.twinlens.local.aws.state;

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
  private static final int COMPACTION_ON_CLOSE_MILLIS = 500;

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
      return new StateStore(
          new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open());
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

  void requireWriting() {
    if (!Thread.holdsLock(this)) {
      throw new IllegalStateException("tables change only inside StateStore.write");
    }
  }

  @Override
  public synchronized void close() {
    store.close(COMPACTION_ON_CLOSE_MILLIS);
  }
}
