package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.deployment.LocalDeployment;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.lambda.LambdaService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A running stack as its users see it: the API, both clouds' clients, the page's address. */
final class Stack implements AutoCloseable {
  /**
   * How long a test waits for what is to happen. Longer than a photo takes that a function failed
   * on at first: its message is delivered again after six times the function's time-out, which is
   * three minutes for what labels it.
   */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final JsonMapper JSON = new JsonMapper();

  private final LocalDeployment deployment;
  private final Path dataDirectory;
  private final Set<String> routeKeys;
  private final ApiResponses apiResponses;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param routeKeys the routes that the program registered, as API Gateway writes them
   */
  Stack(LocalDeployment deployment, Path dataDirectory, Set<String> routeKeys) {
    this.deployment = deployment;
    this.dataDirectory = dataDirectory;
    this.routeKeys = Set.copyOf(routeKeys);
    this.apiResponses = new ApiResponses(URI.create(output("apiUrl")), site());
  }

  String output(String name) {
    return (String) deployment.outputs().get(name);
  }

  Map<String, String> environment() {
    return deployment.environment();
  }

  Path dataDirectory() {
    return dataDirectory;
  }

  URI site() {
    return URI.create(output("siteUrl"));
  }

  /** The API's routes, as API Gateway writes them. */
  Set<String> routeKeys() {
    return routeKeys;
  }

  /** A request to the API; the path starts with a slash. */
  HttpRequest.Builder api(String path) {
    return HttpRequest.newBuilder(URI.create(output("apiUrl") + path));
  }

  /** The response. One of the API must be as its contract says. */
  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
      apiResponses.assertConforms(response);
      return new Answer(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code POST /images} with these bytes. */
  Answer postImage(String contentType, byte[] bytes) {
    return send(
        api("/images")
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
  }

  /** {@code POST /uploads} with this body. */
  Answer postUpload(String json) {
    return send(
        api("/uploads")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /**
   * {@code POST /uploads}, and then the PUT that it signs.
   *
   * @return the key
   */
  String uploadAsThePageDoes(String fileName, String contentType, byte[] photo) {
    Answer answer =
        postUpload(
            """
            {"fileName": "%s", "contentType": "%s", "size": %d, "sha256": "%s"}"""
                .formatted(fileName, contentType, photo.length, sha256(photo)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    Answer stored = put(answer.json(), photo);
    assertThat(stored.status()).as(stored.body()).isEqualTo(200);
    return answer.json().path("key").asText();
  }

  /** The PUT to a place that {@code POST /uploads} answered. */
  Answer put(JsonNode place, byte[] photo) {
    HttpRequest.Builder put =
        HttpRequest.newBuilder(URI.create(place.path("url").asText()))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(photo));
    place
        .path("headers")
        .properties()
        .forEach(header -> put.header(header.getKey(), header.getValue().asText()));
    return send(put);
  }

  static String sha256(byte[] bytes) {
    return Base64.getEncoder().encodeToString(digest("SHA-256", bytes));
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What {@code aws s3 cp} does. */
  void putObject(String key, byte[] bytes) {
    try (S3Client s3 = s3()) {
      s3.putObject(
          put -> put.bucket(output("imagesBucket")).key(key), RequestBody.fromBytes(bytes));
    }
  }

  byte[] download(String url) {
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("status " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Answer image(String key) {
    return send(api("/images/" + encoded(key)));
  }

  /** The image once it is as wanted; fails with its last state when that takes too long. */
  JsonNode awaitImage(String key, Predicate<JsonNode> wanted) {
    return Awaitility.await(key)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> image(key), answer -> answer.status() == 200 && wanted.test(answer.json()))
        .json();
  }

  /** Asks the API until it answers with 200. */
  void awaitOk(String path) {
    Awaitility.await(path).atMost(PATIENCE).until(() -> send(api(path)).status() == 200);
  }

  /** The image once it is labelled or rejected, and copied. */
  JsonNode awaitDone(String key) {
    return awaitImage(
        key, image -> !image.path("status").asText().equals("received") && image.has("backup"));
  }

  AccessControl access() {
    return deployment.access();
  }

  LambdaService lambda() {
    return deployment.lambda();
  }

  /** The image's summary row, as the functions keep it. */
  Map<String, AttributeValue> summaryRow(String key) {
    try (Clients clients = asAdministrator()) {
      return clients
          .dynamoDb()
          .getItem(
              get ->
                  get.tableName(output("imagesTable"))
                      .consistentRead(true)
                      .key(
                          Map.of(
                              "ImageName", AttributeValue.fromS(key),
                              "Label", AttributeValue.fromS("*"))))
          .item();
    }
  }

  /** Hands every consumer a message, as S3 does through the topic. */
  void publishUploadEvent(String message) {
    try (Clients clients = asAdministrator()) {
      clients.sns().publish(publish -> publish.topicArn(output("uploadsTopic")).message(message));
    }
  }

  /** The lines that a function has logged; none before its first invocation. */
  List<String> log(String function) {
    try (Stream<Path> logs = Files.list(dataDirectory.resolve("logs"))) {
      List<String> lines = new ArrayList<>();
      for (Path log :
          logs.filter(file -> file.getFileName().toString().startsWith(function + "-")).toList()) {
        lines.addAll(Files.readAllLines(log));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  S3Client s3() {
    return asAdministrator().s3();
  }

  /** AWS's clients with the administrator's key. */
  Clients asAdministrator() {
    return asAdministrator(URI.create(environment().get("AWS_ENDPOINT_URL")));
  }

  Clients asAdministrator(URI endpoint) {
    return new Clients(
        endpoint,
        AwsBasicCredentials.create(
            environment().get("AWS_ACCESS_KEY_ID"), environment().get("AWS_SECRET_ACCESS_KEY")));
  }

  /** AWS's clients with some key. */
  Clients as(AwsBasicCredentials key) {
    return new Clients(URI.create(environment().get("AWS_ENDPOINT_URL")), key);
  }

  /** AWS's clients, all at one address and with one key. */
  final class Clients implements AutoCloseable {
    private final URI endpoint;
    private final AwsBasicCredentials key;
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    private Clients(URI endpoint, AwsBasicCredentials key) {
      this.endpoint = endpoint;
      this.key = key;
    }

    String output(String name) {
      return Stack.this.output(name);
    }

    String images() {
      return output("imagesBucket");
    }

    S3Client s3() {
      return make(S3Client.builder().forcePathStyle(true));
    }

    DynamoDbClient dynamoDb() {
      return make(DynamoDbClient.builder());
    }

    SnsClient sns() {
      return make(SnsClient.builder());
    }

    SqsClient sqs() {
      return make(SqsClient.builder());
    }

    private <C extends AutoCloseable, B extends AwsClientBuilder<B, C>> C make(B builder) {
      C client =
          builder
              .endpointOverride(endpoint)
              .region(Region.of(environment().get("AWS_REGION")))
              .credentialsProvider(StaticCredentialsProvider.create(key))
              .build();
      made.push(client);
      return client;
    }

    @Override
    public void close() {
      made.forEach(
          client -> {
            try {
              client.close();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  /** The backups, through Microsoft's own client. */
  BlobContainerClient backups() {
    String url = output("backupContainerUrl");
    return new BlobServiceClientBuilder()
        .connectionString(environment().get("AZURE_STORAGE_CONNECTION_STRING"))
        .serviceVersion(BlobServiceVersion.V2026_06_06)
        .buildClient()
        .getBlobContainerClient(url.substring(url.lastIndexOf('/') + 1));
  }

  @Override
  public void close() {
    deployment.close();
  }

  static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** An answer of the API. */
  record Answer(int status, Map<String, String> headers, String body) {
    Answer(HttpResponse<String> response) {
      this(
          response.statusCode(),
          response.headers().map().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, header -> String.join(", ", header.getValue()))),
          response.body());
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(body, e);
      }
    }
  }
}
