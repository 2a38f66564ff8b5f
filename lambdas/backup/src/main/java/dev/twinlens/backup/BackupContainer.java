package dev.twinlens.backup;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import dev.twinlens.azure.ContainerClients;
import dev.twinlens.azure.SasToken;
import dev.twinlens.domain.keys.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Creates block blobs in the one container that the SAS is for. It never overwrites, reads, lists
 * or deletes.
 */
final class BackupContainer {
  /** No invocation lasts longer. */
  private static final Duration STREAM_TIME = Duration.ofMinutes(15);

  /**
   * The codes by which Azure refuses to overwrite a blob: to a condition, to a signature that only
   * creates, and Azurite's for the latter. {@link SasToken} has checked that the signature creates,
   * so that no other permission can be what the last one misses.
   */
  private static final Set<String> EXISTS =
      Set.of(
          "BlobAlreadyExists",
          "BlobImmutableDueToPolicy",
          "UnauthorizedBlobOverwrite",
          "AuthorizationPermissionMismatch");

  private final URI container;
  private final BlobContainerClient retrying;
  private final BlobContainerClient streaming;

  /** What became of a blob that was to be created. */
  enum Creation {
    CREATED,
    /** There was a blob with that name already, which is as it was. */
    EXISTED
  }

  BackupContainer(URI container, SasToken sas) {
    this.container = container;
    this.retrying =
        ContainerClients.create(container, sas, ContainerClients.TRIES, ContainerClients.TRY_TIME);
    // A stream cannot be sent twice: the message's next delivery is the next try.
    this.streaming = ContainerClients.create(container, sas, 1, STREAM_TIME);
  }

  /** The blob's address without the token. */
  String url(String name) {
    return container + "/" + Urls.encodePath(name);
  }

  /**
   * Creates a blob in one request, unless there is one with that name.
   *
   * @param headers with the content's MD5; Azure rejects content with another
   * @throws BlobStorageException when Azure refuses for another reason
   */
  Creation create(
      String name, BinaryData content, BlobHttpHeaders headers, Map<String, String> metadata) {
    BlobContainerClient client = content.isReplayable() ? retrying : streaming;
    try {
      client
          .getBlobClient(name)
          .getBlockBlobClient()
          .uploadWithResponse(
              new BlockBlobSimpleUploadOptions(content)
                  .setContentMd5(headers.getContentMd5())
                  .setHeaders(headers)
                  .setMetadata(metadata)
                  .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*")),
              null,
              Context.NONE);
      return Creation.CREATED;
    } catch (BlobStorageException e) {
      if (e.getErrorCode() != null && EXISTS.contains(e.getErrorCode().toString())) {
        return Creation.EXISTED;
      }
      throw e;
    }
  }
}
