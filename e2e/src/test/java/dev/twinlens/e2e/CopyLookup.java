package dev.twinlens.e2e;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds copies by what their metadata says, not by their names. */
final class CopyLookup {
  private CopyLookup() {}

  /** The copy of the object's newest version. */
  static Optional<BlobClient> newest(BlobContainerClient backups, String key) {
    ListBlobsOptions withMetadata =
        new ListBlobsOptions().setDetails(new BlobListDetails().setRetrieveMetadata(true));
    return backups.listBlobs(withMetadata, null).stream()
        .filter(blob -> blob.getMetadata() != null)
        .filter(
            blob ->
                URLDecoder.decode(
                        blob.getMetadata().getOrDefault("key", ""), StandardCharsets.UTF_8)
                    .equals(key))
        .map(BlobItem::getName)
        .max(String::compareTo)
        .map(backups::getBlobClient);
  }
}
