package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.deployment.DeploymentOptions;
import dev.twinlens.local.deployment.LocalDeployment;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.AccessReport;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;

/** A running stack as its users see it: the API, the clients of both clouds, the page's address. */
final class Stack implements AutoCloseable {
  /** The repository. */
  static final Path HOME = Path.of(System.getProperty("twinlens.home"));

  /**
   * How long a test waits for something to happen. The messages of a function that was ended are
   * delivered again after two and a half minutes at most.
   */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LocalDeployment deployment;
  private final Path dataDirectory;
  private final SettableClock s3Clock;
  private final Set<String> routeKeys;
  private final ApiResponses apiResponses;
  private final HttpClient http = HttpClient.newHttpClient();

  private Stack(
      LocalDeployment deployment,
      Path dataDirectory,
      Set<String> routeKeys,
      SettableClock s3Clock) {
    this.s3Clock = s3Clock;
    this.deployment = deployment;
    this.dataDirectory = dataDirectory;
    this.routeKeys = Set.copyOf(routeKeys);
    this.apiResponses = new ApiResponses(URI.create(output("apiUrl")), site());
  }

  /**
   * Starts a stack, which the caller closes. The functions behind the page's first requests are
   * running when this returns, so that tests do not wait for a JVM to start.
   */
  static Stack start(Path dataDirectory, String stack) {
    Stack started;
    try {
      Routes routes = new Routes();
      SettableClock s3Clock = new SettableClock();
      LocalDeployment deployment =
          LocalDeployment.start(
              new DeploymentOptions(HOME, dataDirectory, stack, /* sitePort= */ 0, s3Clock),
              routes);
      started = new Stack(deployment, dataDirectory, routes.keys(), s3Clock);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    try {
      started.awaitOk("/images?limit=1");
      started.awaitOk("/uploads");
      return started;
    } catch (RuntimeException notRunning) {
      started.close();
      throw notRunning;
    }
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

  /** Sends the request. A response of the API must conform to its contract. */
  Response send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
      apiResponses.assertConforms(response);
      return Response.of(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code POST /images} with these bytes. */
  Response postImage(String contentType, byte[] bytes) {
    return send(
        api("/images")
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
  }

  /** {@code POST /uploads} with this body. */
  Response postUpload(String json) {
    return send(
        api("/uploads")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /**
   * Sends {@code POST /uploads} and then the PUT that it signs.
   *
   * @return the key
   */
  String uploadAsThePageDoes(String fileName, String contentType, byte[] photo) {
    Response response =
        postUpload(
            """
            {"fileName": "%s", "contentType": "%s", "size": %d, "sha256": "%s"}"""
                .formatted(fileName, contentType, photo.length, sha256(photo)));
    assertThat(response.status()).as(response.body()).isEqualTo(201);
    Response stored = put(response.json(), photo);
    assertThat(stored.status()).as(stored.body()).isEqualTo(200);
    return response.json().path("key").asText();
  }

  /** The PUT that {@code POST /uploads} has signed. */
  Response put(JsonNode place, byte[] photo) {
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

  /** Puts an object that S3 says was uploaded this long ago. */
  void putOldObject(Duration ago, String key, byte[] bytes) {
    s3Clock.at(ago, () -> putObject(key, bytes));
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

  Response image(String key) {
    return send(api("/images/" + encoded(key)));
  }

  /** The image, once it satisfies the condition. */
  JsonNode awaitImage(String key, Predicate<JsonNode> wanted) {
    return Awaitility.await(key)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> image(key), response -> response.status() == 200 && wanted.test(response.json()))
        .json();
  }

  /** Repeats the request until the API responds with 200. */
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

  /** Fires every scheduled rule as if its time had come. */
  void fireSchedules() {
    deployment.eventBridge().fireAll();
  }

  /** Starts an audit as {@code aws lambda invoke} does, and returns its response. */
  InvokeResponse audit() {
    return invoke("audit", "{\"detail\": {\"start\": true}}");
  }

  /** Invokes a function as {@code aws lambda invoke} does, and returns its response. */
  InvokeResponse invoke(String function, String payload) {
    try (Clients clients = asAdministrator()) {
      return clients
          .lambda()
          .invoke(
              invoke ->
                  invoke
                      .functionName(functionName(function))
                      .payload(SdkBytes.fromUtf8String(payload)));
    }
  }

  /** The physical name of a function. */
  private String functionName(String name) {
    return access()
        .report()
        .holders()
        .filter(holder -> holder.contains(":role/" + name + "-role"))
        .flatMap(role -> lambda().functionsOf(role).stream())
        .findFirst()
        .orElseThrow();
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

  /** Publishes a message to the topic of upload events, as S3 does. */
  void publishUploadEvent(String message) {
    try (Clients clients = asAdministrator()) {
      clients.sns().publish(publish -> publish.topicArn(output("uploadsTopic")).message(message));
    }
  }

  /** The lines that a function has logged. */
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
        this,
        endpoint,
        AwsBasicCredentials.create(
            environment().get("AWS_ACCESS_KEY_ID"), environment().get("AWS_SECRET_ACCESS_KEY")));
  }

  /** AWS's clients with another key. */
  Clients as(AwsBasicCredentials key) {
    return new Clients(this, URI.create(environment().get("AWS_ENDPOINT_URL")), key);
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

  boolean hasCopy(String key) {
    return CopyLookup.newest(backups(), key).isPresent();
  }

  /** The copy of the object's newest version. */
  BlobClient copyOf(String key) {
    return CopyLookup.newest(backups(), key)
        .orElseThrow(() -> new AssertionError("no copy of " + key));
  }

  /** What an operator's command prints; it must succeed. */
  String operate(String... arguments) {
    String[] all = List.of(arguments).toArray(new String[arguments.length + 2]);
    all[arguments.length] = "--data";
    all[arguments.length + 1] = dataDirectory.toString();
    LocalCommand command = LocalCommand.startOperation(all);
    assertThat(command.exitValue()).as(command.output()).isZero();
    return command.output();
  }

  /** How often Rekognition was asked for labels. */
  long detectLabelsCalls() {
    return access().report().grants().stream()
        .filter(grant -> grant.action().equals("rekognition:DetectLabels"))
        .mapToLong(AccessReport.GrantUse::uses)
        .sum();
  }

  @Override
  public void close() {
    deployment.close();
  }

  static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
