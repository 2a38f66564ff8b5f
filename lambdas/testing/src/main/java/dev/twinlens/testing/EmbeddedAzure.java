package dev.twinlens.testing;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import dev.twinlens.local.azure.Azurite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;

/** An Azurite, started once per JVM, when it is first used. */
final class EmbeddedAzure {
  private static final Azurite AZURITE = start();

  private EmbeddedAzure() {}

  static Azurite azurite() {
    return AZURITE;
  }

  /** A client with the account's key. */
  static BlobServiceClient client() {
    return new BlobServiceClientBuilder()
        .connectionString(AZURITE.connectionString())
        .httpClient(new JdkHttpClientBuilder().build())
        .serviceVersion(Azurite.SERVICE_VERSION)
        .buildClient();
  }

  private static Azurite start() {
    String key = Base64.getEncoder().encodeToString("a key".getBytes(StandardCharsets.UTF_8));
    try {
      Azurite azurite = Azurite.start(Files.createTempDirectory("azurite"), 0, "twinlens", key);
      Runtime.getRuntime().addShutdownHook(new Thread(azurite::close));
      return azurite;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
