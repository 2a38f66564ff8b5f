package dev.twinlens.operations.copies;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * All copies in the container whose keys have a prefix, by key. Azure lists blobs by their names,
 * which are not in the order of the keys (some are hashes), so the copies are sorted here.
 */
public final class CopyList implements AutoCloseable {
  /** About 30 MB. */
  private static final int RUN_SIZE = 50_000;

  /** Where the copies are whose keys cannot be names of blobs. */
  private static final String HASHED = "sha256-of-key/";

  private final SortedCopies sorted;

  private CopyList(SortedCopies sorted) {
    this.sorted = sorted;
  }

  /**
   * Lists the container, 5,000 blobs with each request.
   *
   * @param listed is told how many blobs have been listed
   */
  public static CopyList read(BlobContainerClient container, String prefix, LongConsumer listed) {
    SortedCopies sorted = new SortedCopies(RUN_SIZE);
    long count = 0;
    for (String names : names(prefix)) {
      ListBlobsOptions options =
          new ListBlobsOptions().setDetails(new BlobListDetails().setRetrieveMetadata(true));
      if (!names.isEmpty()) {
        options.setPrefix(names);
      }
      for (var item : container.listBlobs(options, null)) {
        CopyBlob.of(item).filter(copy -> copy.key().startsWith(prefix)).ifPresent(sorted::add);
        listed.accept(++count);
      }
    }
    return new CopyList(sorted);
  }

  private static List<String> names(String prefix) {
    return prefix.isEmpty() ? List.of("") : List.of(prefix, HASHED);
  }

  /** The copies of each key, by key. Called once. */
  public Iterator<KeyGroup<CopyBlob>> byKey() {
    return KeyGroup.of(sorted.iterator(), CopyBlob::key);
  }

  @Override
  public void close() {
    sorted.close();
  }
}
