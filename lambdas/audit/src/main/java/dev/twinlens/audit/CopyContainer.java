package dev.twinlens.audit;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import dev.twinlens.domain.copies.CopiedVersion;
import dev.twinlens.domain.copies.CopyName;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.domain.keys.Urls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists and reads the container of the copies. */
final class CopyContainer {
  /** Azure's limit on one page of a list. */
  private static final int PAGE = 5000;

  /** One request for each: a request has the time that a client gives it. */
  private static final int RANGE = 8 * 1024 * 1024;

  private static final int NOT_FOUND = 404;

  private final BlobContainerClient client;

  CopyContainer(BlobContainerClient client) {
    this.client = client;
  }

  /**
   * A blob that says that it is a copy.
   *
   * @param md5 base64, as Azure keeps it; empty when it keeps none
   * @param archived whether it cannot be read before it is brought back
   */
  record ListedCopy(String name, long size, String md5, boolean archived, CopiedVersion version) {}

  /**
   * One page of the list.
   *
   * @param next where the following page begins; empty when there is none
   */
  record Page(List<ListedCopy> copies, Optional<String> next) {}

  /** What is stored under the name of a copy. */
  record StoredBlob(long size, String md5) {}

  /** The bytes of a copy. */
  sealed interface Content {
    /** They were read: their SHA-256, base64. */
    record Read(String sha256) implements Content {}

    /** There is no such blob. */
    record Absent() implements Content {}

    /** The blob cannot be read before it is brought back from the archive. */
    record Archived() implements Content {}
  }

  /** Lists a page. */
  Page page(Optional<String> position) {
    ListBlobsOptions options =
        new ListBlobsOptions()
            .setDetails(new BlobListDetails().setRetrieveMetadata(true))
            .setMaxResultsPerPage(PAGE);
    PagedResponse<BlobItem> response =
        client.listBlobs(options, position.orElse(null), null).iterableByPage().iterator().next();
    List<ListedCopy> copies = new ArrayList<>();
    for (BlobItem item : response.getValue()) {
      listed(item).ifPresent(copies::add);
    }
    return new Page(
        copies,
        Optional.ofNullable(response.getContinuationToken()).filter(token -> !token.isEmpty()));
  }

  private static Optional<ListedCopy> listed(BlobItem item) {
    Map<String, String> metadata = item.getMetadata();
    if (metadata == null || CopyName.isOfAttributes(item.getName())) {
      return Optional.empty();
    }
    return CopiedVersion.read(item.getName(), metadata)
        .map(
            version ->
                new ListedCopy(
                    item.getName(),
                    item.getProperties().getContentLength(),
                    base64(item.getProperties().getContentMd5()),
                    AccessTier.ARCHIVE.equals(item.getProperties().getAccessTier()),
                    version));
  }

  /** Whether a row's address is that of the blob with this name. */
  boolean isAddress(String url, String name) {
    return url.endsWith(path() + Urls.encodePath(name));
  }

  /** What is stored under the address that a row has; empty when there is nothing. */
  Optional<StoredBlob> find(String url) {
    try {
      BlobProperties properties = client.getBlobClient(name(url)).getProperties();
      return Optional.of(
          new StoredBlob(properties.getBlobSize(), base64(properties.getContentMd5())));
    } catch (BlobStorageException e) {
      if (e.getStatusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Reads a whole blob. */
  Content read(String url) {
    try (InputStream content =
        client
            .getBlobClient(name(url))
            .openInputStream(new BlobInputStreamOptions().setBlockSize(RANGE))) {
      MessageDigest digest = Hashes.sha256();
      Hashes.update(content, digest);
      return new Content.Read(base64(digest.digest()));
    } catch (BlobStorageException e) {
      return unread(e).orElseThrow(() -> e);
    } catch (IOException e) {
      if (e.getCause() instanceof BlobStorageException cause) {
        return unread(cause).orElseThrow(() -> cause);
      }
      throw new UncheckedIOException("A copy cannot be read from Azure.", e);
    }
  }

  private static Optional<Content> unread(BlobStorageException failure) {
    if (BlobErrorCode.BLOB_ARCHIVED.equals(failure.getErrorCode())) {
      return Optional.of(new Content.Archived());
    }
    return failure.getStatusCode() == NOT_FOUND
        ? Optional.of(new Content.Absent())
        : Optional.empty();
  }

  /** The container's address may have changed since the row was written, but not its name. */
  private String name(String url) {
    int start = url.indexOf(path());
    if (start < 0) {
      throw new IllegalStateException("A row names a copy in another container: " + url);
    }
    return URI.create(url.substring(start)).getPath().substring(path().length());
  }

  private String path() {
    return "/" + client.getBlobContainerName() + "/";
  }

  private static String base64(byte[] bytes) {
    return bytes == null ? "" : Base64.getEncoder().encodeToString(bytes);
  }
}
