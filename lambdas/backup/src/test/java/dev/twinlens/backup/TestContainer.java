package dev.twinlens.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import dev.twinlens.local.azure.Azurite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A new container in an Azurite that is started once per JVM. */
final class TestContainer {
  private static Azurite azurite;

  private final String name = "originals-" + UUID.randomUUID();
  private final BlobContainerClient client;

  TestContainer() {
    client =
        new BlobServiceClientBuilder()
            .connectionString(azurite().connectionString())
            .httpClient(new JdkHttpClientBuilder().build())
            .serviceVersion(Azurite.SERVICE_VERSION)
            .buildClient()
            .createBlobContainer(name);
  }

  private static synchronized Azurite azurite() {
    if (azurite == null) {
      String key = Base64.getEncoder().encodeToString("a key".getBytes(StandardCharsets.UTF_8));
      try {
        azurite = Azurite.start(Files.createTempDirectory("azurite"), 0, "twinlens", key);
        Runtime.getRuntime().addShutdownHook(new Thread(azurite::close));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return azurite;
  }

  String url() {
    return endpoint() + "/" + name;
  }

  URI endpoint() {
    return azurite().blobEndpoint();
  }

  /** The token that the stack gives the function. */
  String sas() {
    return sas("c");
  }

  String sas(String permissions) {
    return sas(permissions, OffsetDateTime.now(ZoneOffset.UTC).plusDays(30));
  }

  String sas(String permissions, OffsetDateTime expiry) {
    return azurite().containerSas(name, permissions, expiry.minusDays(31), expiry);
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
    List<String> blobs = names().stream().filter(name -> name.startsWith(key + "/")).toList();
    assertThat(blobs).as("copies of " + key).hasSize(1);
    return blobs.get(0);
  }

  /** The bytes of the only blob of an object key. */
  byte[] copy(String key) {
    return content(blob(key));
  }

  byte[] content(String blob) {
    return client.getBlobClient(blob).downloadContent().toBytes();
  }

  BlobProperties properties(String blob) {
    return client.getBlobClient(blob).getProperties();
  }

  void delete(String blob) {
    client.getBlobClient(blob).delete();
  }

  List<String> names() {
    return client.listBlobs().stream().map(BlobItem::getName).toList();
  }
}
