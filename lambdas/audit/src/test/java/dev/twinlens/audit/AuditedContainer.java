package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import dev.twinlens.local.azure.Azurite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A container of copies, and what befalls them, in an Azurite that is started once per JVM. */
final class AuditedContainer {
  private static Azurite azurite;

  private final String name = "originals-" + UUID.randomUUID();
  private final BlobContainerClient client =
      new BlobServiceClientBuilder()
          .connectionString(azurite().connectionString())
          .httpClient(new JdkHttpClientBuilder().build())
          .serviceVersion(Azurite.SERVICE_VERSION)
          .buildClient()
          .createBlobContainer(name);

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
    return azurite().blobEndpoint() + "/" + name;
  }

  String sas(String permissions) {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    return azurite().containerSas(name, permissions, now.minusDays(1), now.plusDays(30));
  }

  /** The only blob of an object key. */
  String blob(String key) {
    List<String> blobs = blobs(key);
    assertThat(blobs).as("copies of " + key).hasSize(1);
    return blobs.get(0);
  }

  List<String> blobs(String key) {
    return client.listBlobs().stream()
        .map(BlobItem::getName)
        .filter(blob -> blob.startsWith(key + "/"))
        .toList();
  }

  void delete(String key) {
    client.getBlobClient(blob(key)).delete();
  }

  /** Other bytes, while all that Azure says of the blob stays as it was. */
  void rot(String key) {
    BlobClient blob = client.getBlobClient(blob(key));
    BlobProperties before = blob.getProperties();
    replace(blob, new byte[Math.toIntExact(before.getBlobSize())], before);
    blob.setHttpHeaders(
        new BlobHttpHeaders()
            .setContentType(before.getContentType())
            .setContentMd5(before.getContentMd5()));
  }

  /** Fewer bytes. */
  void truncate(String key) {
    BlobClient blob = client.getBlobClient(blob(key));
    replace(blob, new byte[1], blob.getProperties());
  }

  private static void replace(BlobClient blob, byte[] bytes, BlobProperties before) {
    blob.uploadWithResponse(
        new BlobParallelUploadOptions(BinaryData.fromBytes(bytes))
            .setMetadata(before.getMetadata()),
        null,
        null);
  }
}
