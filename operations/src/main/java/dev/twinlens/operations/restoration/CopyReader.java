package dev.twinlens.operations.restoration;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobProperties;
import dev.twinlens.domain.copies.CopyMetadata;
import dev.twinlens.domain.copies.CopyName;
import dev.twinlens.domain.copies.ObjectAttributes;
import dev.twinlens.operations.copies.CopyBlob;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads copies with all that they keep of their objects. */
final class CopyReader {
  private final BlobContainerClient container;

  CopyReader(BlobContainerClient container) {
    this.container = container;
  }

  /**
   * What an object had beside its bytes.
   *
   * @param headers content headers, names in lower case
   */
  record Properties(
      Map<String, String> headers, Map<String, String> metadata, Map<String, String> tags) {}

  Properties properties(CopyBlob copy) {
    BlobProperties blob = container.getBlobClient(copy.name()).getProperties();
    ObjectAttributes attributes =
        copy.hasSecondBlob()
            ? ObjectAttributes.read(
                container
                    .getBlobClient(CopyName.attributesOf(copy.name()))
                    .downloadContent()
                    .toString())
            : CopyMetadata.attributes(blob.getMetadata());
    Map<String, String> headers = new LinkedHashMap<>();
    put(headers, "content-type", blob.getContentType());
    put(headers, "content-encoding", blob.getContentEncoding());
    put(headers, "content-language", blob.getContentLanguage());
    put(headers, "content-disposition", blob.getContentDisposition());
    put(headers, "cache-control", blob.getCacheControl());
    // Those that Azure does not keep as they are.
    headers.putAll(attributes.headers());
    return new Properties(headers, attributes.metadata(), attributes.tags());
  }

  private static void put(Map<String, String> headers, String name, String value) {
    if (value != null && !value.isEmpty()) {
      headers.put(name, value);
    }
  }

  /**
   * The bytes from their beginning.
   *
   * @return a stream that fails before its last byte when the bytes are not those that were copied
   */
  InputStream open(CopyBlob copy) {
    BlobClient blob = container.getBlobClient(copy.name());
    return new VerifiedStream(blob.openInputStream(), copy);
  }
}
