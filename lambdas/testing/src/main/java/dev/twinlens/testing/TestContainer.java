package dev.twinlens.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** A new container of copies in the embedded Azurite. */
public final class TestContainer {
  private final BlobContainerClient client =
      EmbeddedAzure.client().createBlobContainer("originals-" + UUID.randomUUID());

  /** A client with the account's key. */
  public BlobContainerClient client() {
    return client;
  }

  public String url() {
    return client.getBlobContainerUrl();
  }

  /** Where the account's blobs are. */
  public URI endpoint() {
    return EmbeddedAzure.azurite().blobEndpoint();
  }

  /** With the account's key. */
  public String connectionString() {
    return EmbeddedAzure.azurite().connectionString();
  }

  /** A signature with these permissions, as the stack makes it for a function. */
  public String sas(String permissions) {
    return sas(permissions, OffsetDateTime.now(ZoneOffset.UTC).plusDays(30));
  }

  public String sas(String permissions, OffsetDateTime expiry) {
    return EmbeddedAzure.azurite()
        .containerSas(client.getBlobContainerName(), permissions, expiry.minusDays(31), expiry);
  }

  /** No copy can be changed or deleted for so many days. */
  public void keepImmutable(int days) {
    EmbeddedAzure.azurite().keepImmutable(client.getBlobContainerName(), days);
  }

  public List<String> names() {
    return client.listBlobs().stream().map(BlobItem::getName).toList();
  }

  /** The copies of an object key. */
  public List<String> blobs(String key) {
    return names().stream().filter(name -> name.startsWith(key + "/")).toList();
  }

  /** The only copy of an object key. */
  public String blob(String key) {
    List<String> blobs = blobs(key);
    assertThat(blobs).as("copies of " + key).hasSize(1);
    return blobs.get(0);
  }
}
