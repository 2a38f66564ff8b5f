package dev.twinlens.backup;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.core.util.UrlBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
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
  private static final int TRIES = 3;
  private static final int TRY_SECONDS = 20;

  /** No invocation lasts longer. */
  private static final int STREAM_SECONDS = 900;

  private static final long RETRY_DELAY_MILLIS = 200;
  private static final long MAX_RETRY_DELAY_MILLIS = 1000;

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
    this.retrying = client(container, sas, TRIES, TRY_SECONDS);
    // A stream cannot be sent twice: the message's next delivery is the next try.
    this.streaming = client(container, sas, 1, STREAM_SECONDS);
  }

  private static BlobContainerClient client(URI container, SasToken sas, int tries, int seconds) {
    HttpClient http =
        new JdkHttpClientBuilder()
            .connectionTimeout(Duration.ofSeconds(3))
            .responseTimeout(Duration.ofSeconds(seconds))
            .writeTimeout(Duration.ofSeconds(TRY_SECONDS))
            .build();
    return new BlobContainerClientBuilder()
        .endpoint(container.toString())
        .sasToken(sas.value())
        .httpClient(http)
        .addPolicy(serverTimeout(seconds))
        .retryOptions(
            new RequestRetryOptions(
                RetryPolicyType.EXPONENTIAL,
                tries,
                seconds,
                RETRY_DELAY_MILLIS,
                MAX_RETRY_DELAY_MILLIS,
                null))
        .buildClient();
  }

  /** Azure goes on with a request whose client has left, for ten minutes a MiB, unless told. */
  private static HttpPipelinePolicy serverTimeout(int seconds) {
    return (context, next) -> {
      UrlBuilder url = UrlBuilder.parse(context.getHttpRequest().getUrl());
      url.setQueryParameter("timeout", String.valueOf(seconds));
      context.getHttpRequest().setUrl(url.toString());
      return next.process();
    };
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
