package dev.twinlens.audit;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import dev.twinlens.testing.TestContainer;
import java.util.List;

/** A container of copies, and what befalls them. */
final class AuditedContainer {
  private final TestContainer container = new TestContainer();

  String url() {
    return container.url();
  }

  String sas(String permissions) {
    return container.sas(permissions);
  }

  List<String> blobs(String key) {
    return container.blobs(key);
  }

  /** The only copy of an object key. */
  String blob(String key) {
    return container.blob(key);
  }

  void delete(String key) {
    copy(key).delete();
  }

  /** Other bytes, while all that Azure says of the blob stays as it was. */
  void rot(String key) {
    BlobClient blob = copy(key);
    BlobProperties before = blob.getProperties();
    replace(blob, new byte[Math.toIntExact(before.getBlobSize())], before);
    blob.setHttpHeaders(
        new BlobHttpHeaders()
            .setContentType(before.getContentType())
            .setContentMd5(before.getContentMd5()));
  }

  /** Fewer bytes. */
  void truncate(String key) {
    BlobClient blob = copy(key);
    replace(blob, new byte[1], blob.getProperties());
  }

  private BlobClient copy(String key) {
    return container.client().getBlobClient(blob(key));
  }

  private static void replace(BlobClient blob, byte[] bytes, BlobProperties before) {
    blob.uploadWithResponse(
        new BlobParallelUploadOptions(BinaryData.fromBytes(bytes))
            .setMetadata(before.getMetadata()),
        null,
        null);
  }
}
