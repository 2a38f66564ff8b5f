package dev.twinlens.runtime.aws;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * How every function makes its clients, once, at its initialisation: region, credentials and
 * endpoint come from the SDK's own chain, the JDK's HTTP connection carries them, and a service
 * that hangs is given up in time for the function to report it.
 */
public final class AwsClients {
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(8);

  /** What is left of an invocation when its requests have ended: enough to report a failure. */
  public static final Duration REPORTING_TIME = Duration.ofSeconds(3);

  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(CONNECTION_TIMEOUT)
          .socketTimeout(SOCKET_TIMEOUT)
          .build();

  private final InvocationDeadline deadline = new InvocationDeadline(Clock.systemUTC());
  private final List<ExecutionInterceptor> interceptors;

  /**
   * Clients.
   *
   * @param interceptors which see every call of every client
   */
  public AwsClients(ExecutionInterceptor... interceptors) {
    this.interceptors = List.of(interceptors);
  }

  /** An invocation begins: until the next one, no request lasts longer than this one does. */
  public void begin(Context invocation) {
    deadline.begin(Duration.ofMillis(invocation.getRemainingTimeInMillis()));
  }

  /** A client with what all clients share. */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(B builder) {
    return build(builder, ClientOverrideConfiguration.builder());
  }

  /** A client with what all clients share, beside what the configuration has. */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(
      B builder, ClientOverrideConfiguration.Builder configuration) {
    configuration.addExecutionInterceptor(deadline);
    configuration.addExecutionInterceptor(new ServiceNames());
    interceptors.forEach(configuration::addExecutionInterceptor);
    return builder
        .httpClient(http)
        .overrideConfiguration(
            configuration.retryStrategy(AwsRetryStrategy.standardRetryStrategy()).build())
        .build();
  }

  /** Signs URLs; it calls no service. */
  public S3Presigner presigner() {
    return S3Presigner.create();
  }
}
