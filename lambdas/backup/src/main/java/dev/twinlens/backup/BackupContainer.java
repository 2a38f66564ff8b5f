package dev.twinlens.backup;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.twinlens.domain.keys.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Writes block blobs into the one container that the SAS is for. It never reads, lists or deletes.
 */
final class BackupContainer {
  private static final int TRIES = 3;
  private static final int TRY_SECONDS = 20;
  private static final long RETRY_DELAY_MILLIS = 200;
  private static final long MAX_RETRY_DELAY_MILLIS = 1000;

  private final URI container;
  private final BlobContainerClient client;

  BackupContainer(URI container, SasToken sas) {
    this.container = container;
    HttpClient http =
        new JdkHttpClientBuilder()
            .connectionTimeout(Duration.ofSeconds(3))
            .responseTimeout(Duration.ofSeconds(TRY_SECONDS))
            .writeTimeout(Duration.ofSeconds(TRY_SECONDS))
            .build();
    this.client =
        new BlobContainerClientBuilder()
            .endpoint(container.toString())
            .sasToken(sas.value())
            .httpClient(http)
            .retryOptions(
                new RequestRetryOptions(
                    RetryPolicyType.EXPONENTIAL,
                    TRIES,
                    TRY_SECONDS,
                    RETRY_DELAY_MILLIS,
                    MAX_RETRY_DELAY_MILLIS,
                    null))
            .buildClient();
  }

  /** The blob's address without the token. */
  String url(BlobName name) {
    return container + "/" + Urls.encodePath(name.value());
  }

  /** Writes a blob in one request; Azure rejects bytes with another MD5. */
  void write(BlobName name, byte[] content, BlobHttpHeaders headers, Map<String, String> metadata) {
    blob(name)
        .uploadWithResponse(
            new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(content))
                .setContentMd5(headers.getContentMd5())
                .setHeaders(headers)
                .setMetadata(metadata),
            null,
            Context.NONE);
  }

  /** Stages one block; Azure rejects bytes with another MD5. */
  void stage(BlobName name, String blockId, byte[] block, byte[] md5) {
    blob(name)
        .stageBlockWithResponse(
            new BlockBlobStageBlockOptions(blockId, BinaryData.fromBytes(block)).setContentMd5(md5),
            null,
            Context.NONE);
  }

  /** Makes the staged blocks the blob. */
  void commit(
      BlobName name, List<String> blockIds, BlobHttpHeaders headers, Map<String, String> metadata) {
    blob(name)
        .commitBlockListWithResponse(
            new BlockBlobCommitBlockListOptions(blockIds).setHeaders(headers).setMetadata(metadata),
            null,
            Context.NONE);
  }

  private BlockBlobClient blob(BlobName name) {
    return client.getBlobClient(name.value()).getBlockBlobClient();
  }
}
