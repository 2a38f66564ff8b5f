package dev.twinlens.operations.stack;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.operations.OperationFailure;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** One stack: its outputs, and clients of both clouds with an operator's keys. */
public final class StackTarget {
  private static final int TRIES = 4;
  private static final int TRY_SECONDS = 60;
  private static final long RETRY_DELAY_MILLIS = 200;
  private static final long MAX_RETRY_DELAY_MILLIS = 5000;

  private final StackOutputs outputs;
  private final Optional<Endpoint> endpoint;
  private final BlobContainerClient container;
  private final S3Client s3;
  private final DynamoDbClient dynamoDb;

  /** Where AWS's services are on this machine, and an administrator's key. */
  private record Endpoint(URI uri, String region, AwsBasicCredentials key) {}

  private StackTarget(
      StackOutputs outputs, Optional<Endpoint> endpoint, BlobContainerClient container) {
    this.outputs = outputs;
    this.endpoint = endpoint;
    this.container = container;
    this.s3 = build(S3Client.builder().forcePathStyle(endpoint.isPresent()));
    this.dynamoDb = build(DynamoDbClient.builder());
  }

  /** A deployment that runs on this machine, with the variables of {@code ./twinlens env}. */
  static StackTarget local(StackOutputs outputs, Map<String, String> environment) {
    Endpoint endpoint =
        new Endpoint(
            URI.create(required(environment, "AWS_ENDPOINT_URL")),
            required(environment, "AWS_REGION"),
            AwsBasicCredentials.create(
                required(environment, "AWS_ACCESS_KEY_ID"),
                required(environment, "AWS_SECRET_ACCESS_KEY")));
    return new StackTarget(
        outputs,
        Optional.of(endpoint),
        container(
            outputs.backupContainerUrl(),
            required(environment, "AZURE_STORAGE_CONNECTION_STRING")));
  }

  /** A stack in the cloud, with the keys that the environment names. */
  static StackTarget cloud(StackOutputs outputs, Map<String, String> environment) {
    String url = outputs.backupContainerUrl();
    String connection = environment.getOrDefault("AZURE_STORAGE_CONNECTION_STRING", "");
    String signature = environment.getOrDefault("AZURE_STORAGE_SAS_TOKEN", "");
    if (connection.isEmpty() && signature.isEmpty()) {
      throw new OperationFailure(
          "There is no key for Azure. Set AZURE_STORAGE_CONNECTION_STRING (az storage account"
              + " show-connection-string), or AZURE_STORAGE_SAS_TOKEN to a signature for "
              + url
              + ".");
    }
    return new StackTarget(
        outputs,
        Optional.empty(),
        connection.isEmpty() ? signed(url, signature) : container(url, connection));
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new OperationFailure(
          "The deployment's folder has no " + name + ". Start the deployment again.");
    }
    return value;
  }

  private static BlobContainerClient signed(String url, String signature) {
    return new BlobContainerClientBuilder()
        .endpoint(url)
        .sasToken(signature.startsWith("?") ? signature.substring(1) : signature)
        .httpClient(new JdkHttpClientBuilder().build())
        .retryOptions(retries())
        .buildClient();
  }

  private static BlobContainerClient container(String url, String connection) {
    BlobContainerClient container;
    try {
      container =
          new BlobServiceClientBuilder()
              .connectionString(connection)
              .httpClient(new JdkHttpClientBuilder().build())
              .retryOptions(retries())
              .buildClient()
              .getBlobContainerClient(url.substring(url.lastIndexOf('/') + 1));
    } catch (IllegalArgumentException e) {
      throw new OperationFailure(
          "AZURE_STORAGE_CONNECTION_STRING is not a connection string of a storage account.", e);
    }
    if (!container.getBlobContainerUrl().equals(url)) {
      throw new OperationFailure(
          "AZURE_STORAGE_CONNECTION_STRING leads to "
              + container.getBlobContainerUrl()
              + ", but the stack's copies are in "
              + url
              + ". Use the connection string of that storage account.");
    }
    return container;
  }

  private static RequestRetryOptions retries() {
    return new RequestRetryOptions(
        RetryPolicyType.EXPONENTIAL,
        TRIES,
        TRY_SECONDS,
        RETRY_DELAY_MILLIS,
        MAX_RETRY_DELAY_MILLIS,
        null);
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(B builder) {
    builder.httpClientBuilder(UrlConnectionHttpClient.builder());
    if (endpoint.isPresent()) {
      Endpoint local = endpoint.get();
      builder
          .endpointOverride(local.uri())
          .region(Region.of(local.region()))
          .credentialsProvider(StaticCredentialsProvider.create(local.key()));
    } else {
      // All of a stack is in one region, whatever the operator's profile names.
      outputs.region().map(Region::of).ifPresent(builder::region);
    }
    return builder.build();
  }

  public StackOutputs outputs() {
    return outputs;
  }

  /** The container of the copies. */
  public BlobContainerClient container() {
    return container;
  }

  public S3Client s3() {
    return s3;
  }

  public ImageTable table() {
    return new ImageTable(dynamoDb, outputs.imagesTable());
  }

  public DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  public SqsClient sqs() {
    return build(SqsClient.builder());
  }
}
