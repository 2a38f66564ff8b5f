package dev.twinlens.testing;

import dev.twinlens.local.services.AwsServices;
import dev.twinlens.local.services.auth.AccessKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * AWS's services, embedded and started once per JVM. The SDK's own chain finds them through system
 * properties, so a function's own clients reach them as they reach AWS.
 */
final class EmbeddedServices {
  private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create();
  private static boolean started;

  private EmbeddedServices() {}

  /** A client of the administrator, who has every permission. */
  static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, ExecutionInterceptor... interceptors) {
    start();
    ClientOverrideConfiguration.Builder configuration = ClientOverrideConfiguration.builder();
    for (ExecutionInterceptor interceptor : interceptors) {
      configuration.addExecutionInterceptor(interceptor);
    }
    return builder.httpClient(HTTP).overrideConfiguration(configuration.build()).build();
  }

  private static synchronized void start() {
    if (started) {
      return;
    }
    try {
      Path data = Files.createTempDirectory("twinlens-lambdas");
      AwsServices services = AwsServices.start(AwsServices.Options.in(data));
      Runtime.getRuntime().addShutdownHook(new Thread(services::close));
      AccessKey administrator = services.administrator();
      System.setProperty("aws.endpointUrl", services.endpoint().toString());
      System.setProperty("aws.region", "us-east-1");
      System.setProperty("aws.accessKeyId", administrator.accessKeyId());
      System.setProperty("aws.secretAccessKey", administrator.secretAccessKey());
      started = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
