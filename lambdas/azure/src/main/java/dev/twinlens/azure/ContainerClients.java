package dev.twinlens.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.UrlBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.net.URI;
import java.time.Duration;

/** How a function makes its clients of the container: with requests that end, on both sides. */
public final class ContainerClients {
  /** How often a request is sent that can be sent again. */
  public static final int TRIES = 3;

  /** How long one of them may take. */
  public static final Duration TRY_TIME = Duration.ofSeconds(20);

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);
  private static final long RETRY_DELAY_MILLIS = 200;
  private static final long MAX_RETRY_DELAY_MILLIS = 1000;

  private ContainerClients() {}

  /**
   * A client of the one container that the SAS is for.
   *
   * @param tries how often a request is sent
   * @param timeout how long a request may take, in whole seconds
   */
  public static BlobContainerClient create(
      URI container, SasToken sas, int tries, Duration timeout) {
    HttpClient http =
        new JdkHttpClientBuilder()
            .connectionTimeout(CONNECTION_TIMEOUT)
            .responseTimeout(timeout)
            .writeTimeout(TRY_TIME)
            .build();
    int seconds = Math.toIntExact(timeout.toSeconds());
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
}
