package dev.twinlens.backup;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobProperties;
import dev.twinlens.local.azure.Azurite;
import dev.twinlens.testing.TestContainer;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;

/** The container that the function copies to. */
final class BackupCopies {
  private final TestContainer container = new TestContainer();

  String url() {
    return container.url();
  }

  URI endpoint() {
    return container.endpoint();
  }

  /** The token that the stack gives the function. */
  String sas() {
    return sas("c");
  }

  String sas(String permissions) {
    return container.sas(permissions);
  }

  String sas(String permissions, OffsetDateTime expiry) {
    return container.sas(permissions, expiry);
  }

  /** A client with the function's token. */
  BlobContainerClient asTheFunction() {
    return new BlobContainerClientBuilder()
        .endpoint(url())
        .sasToken(sas())
        .httpClient(new JdkHttpClientBuilder().build())
        .serviceVersion(Azurite.SERVICE_VERSION)
        .buildClient();
  }

  /** The only blob of an object key. */
  String blob(String key) {
    return container.blob(key);
  }

  /** The bytes of the only blob of an object key. */
  byte[] copy(String key) {
    return content(blob(key));
  }

  byte[] content(String blob) {
    return container.client().getBlobClient(blob).downloadContent().toBytes();
  }

  BlobProperties properties(String blob) {
    return container.client().getBlobClient(blob).getProperties();
  }

  void delete(String blob) {
    container.client().getBlobClient(blob).delete();
  }

  List<String> names() {
    return container.names();
  }
}
