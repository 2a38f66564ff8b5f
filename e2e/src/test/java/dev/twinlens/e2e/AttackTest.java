package dev.twinlens.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.e2e.Stack.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** What somebody may try who has a URL, a key of one function, or only the addresses. */
@ExtendWith(Laptop.class)
class AttackTest {
  private static final byte[] PHOTO = Laptop.photo("chelsea.png");

  /** What the bucket's policy grants a presigned PUT at the most. */
  private static final Duration UPLOAD_LIFE = Duration.ofMinutes(5);

  private final Stack stack;
  private final String images;
  private final String results;

  AttackTest(Stack stack) {
    this.stack = stack;
    this.images = stack.output("imagesBucket");
    this.results = stack.output("resultsBucket");
  }

  @Test
  void aUrlIsOfNoUseWhenItHasExpired() {
    URI url = signed("request-upload", "/" + images + "/late.png", ago(6), UPLOAD_LIFE);

    assertForbidden(put(url, PHOTO), "Request has expired");
    assertAbsent(images, "late.png");
  }

  /** Whoever signs chooses the life of a URL; the bucket has the last word. */
  @Test
  void aUrlIsOfNoUseWhenItIsOlderThanTheBucketAllows() {
    URI url = signed("request-upload", "/" + images + "/old.png", ago(6), Duration.ofHours(1));

    assertForbidden(put(url, PHOTO), "explicit deny");
    assertAbsent(images, "old.png");
  }

  @Test
  void aUrlOverwritesNothingWhenItHasExpired() {
    String key = UUID.randomUUID() + ".png";
    Duration life = Duration.ofSeconds(8);
    Instant end = Instant.now().plus(life);
    URI url = signed("request-upload", "/" + images + "/" + key, Duration.ZERO, life);
    assertThat(put(url, PHOTO).status()).isEqualTo(200);
    String version = version(key);

    Awaitility.await().until(() -> Instant.now().isAfter(end.plusSeconds(1)));

    assertForbidden(put(url, Laptop.photo("coffee.png")), "Request has expired");
    assertThat(version(key)).isEqualTo(version);
  }

  /** Everything that {@code POST /uploads} was told is part of the signature. */
  @ParameterizedTest
  @ValueSource(strings = {"length", "type", "hash", "key"})
  void aUrlTakesNothingButWhatItWasSignedFor(String changed) {
    JsonNode place = place();
    String sha256 =
        changed.equals("hash") ? Stack.sha256("other".getBytes(UTF_8)) : Stack.sha256(PHOTO);
    String type = changed.equals("type") ? "text/html" : "image/png";
    byte[] bytes =
        changed.equals("length") ? (new String(PHOTO, UTF_8) + "x").getBytes(UTF_8) : PHOTO;
    String url = place.path("url").asText();
    String key = place.path("key").asText();
    if (changed.equals("key")) {
      url = url.replace("/cat.png", "/dog.png");
      key = key.replace("/cat.png", "/dog.png");
    }

    Answer answer =
        stack.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("content-type", type)
                .header("x-amz-checksum-sha256", sha256)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));

    assertForbidden(answer, "SignatureDoesNotMatch");
    assertAbsent(images, key);
  }

  /** The same hash, but other bytes: the signature holds, the content does not. */
  @Test
  void aUrlTakesNoOtherBytesOfTheSameLength() {
    JsonNode place = place();
    byte[] other = PHOTO.clone();
    other[other.length / 2] ^= 1;

    assertThat(stack.put(place, other).status()).isEqualTo(400);
    assertAbsent(images, place.path("key").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void aUrlForAnUploadDoesNothingElse(String method) {
    URI url = URI.create(place().path("url").asText());

    assertForbidden(
        stack.send(HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.noBody())),
        "SignatureDoesNotMatch");
  }

  @ParameterizedTest
  @CsvSource({"GET, /", "GET, /%s", "GET, /%s?versions", "GET, /%s/any.png", "PUT, /%s/any.png"})
  void nobodyReadsOrWritesABucketWithoutASignature(String method, String path) {
    for (String bucket : List.of(images, results)) {
      assertForbidden(
          stack.send(
              HttpRequest.newBuilder(endpoint(path.formatted(bucket)))
                  .method(method, HttpRequest.BodyPublishers.ofString(""))),
          "AccessDenied");
    }
  }

  static Stream<Arguments> overreaching() {
    return Stream.of(
        call(
            "request-upload",
            "reads the table",
            clients ->
                clients
                    .dynamoDb()
                    .getItem(
                        get ->
                            get.tableName(clients.output("imagesTable"))
                                .key(
                                    Map.of(
                                        "ImageName", AttributeValue.fromS("a"),
                                        "Label", AttributeValue.fromS("*"))))),
        call(
            "request-upload",
            "reads a photo",
            clients -> clients.s3().getObject(get -> get.bucket(clients.images()).key("a"))),
        call(
            "request-upload",
            "lists the photos",
            clients -> clients.s3().listObjectsV2(list -> list.bucket(clients.images()))),
        call(
            "request-upload",
            "writes a result",
            clients ->
                clients
                    .s3()
                    .putObject(
                        put -> put.bucket(clients.output("resultsBucket")).key("results/a"),
                        RequestBody.fromString("{}"))),
        call(
            "query-images",
            "writes a photo",
            clients ->
                clients
                    .s3()
                    .putObject(
                        put -> put.bucket(clients.images()).key("a"), RequestBody.fromString("a"))),
        call(
            "query-images",
            "changes a row",
            clients ->
                clients
                    .dynamoDb()
                    .putItem(
                        put ->
                            put.tableName(clients.output("imagesTable"))
                                .item(
                                    Map.of(
                                        "ImageName", AttributeValue.fromS("a"),
                                        "Label", AttributeValue.fromS("*"))))),
        call(
            "backup",
            "deletes a photo",
            clients ->
                clients.s3().deleteObject(delete -> delete.bucket(clients.images()).key("a"))),
        call(
            "backup",
            "publishes an event",
            clients ->
                clients
                    .sns()
                    .publish(
                        publish -> publish.topicArn(clients.output("uploadsTopic")).message("{}"))),
        call(
            "classify",
            "opens the bucket to everybody",
            clients -> clients.s3().deleteBucketPolicy(delete -> delete.bucket(clients.images()))));
  }

  private static Arguments call(String function, String what, Consumer<Stack.Clients> call) {
    return Arguments.of(function, what, call);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("overreaching")
  void aFunctionsKeyOpensNothingThatIsNotTheFunctions(
      String function, String what, Consumer<Stack.Clients> call) {
    try (Stack.Clients clients = stack.as(key(function))) {
      assertThatThrownBy(() -> call.accept(clients))
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              denied ->
                  assertThat(denied.awsErrorDetails().errorCode())
                      .containsPattern("AccessDenied|AuthorizationError"));
    }
  }

  @Test
  void aConsumersKeyTakesNoMessagesOfAnother() {
    try (Stack.Clients administrator = stack.asAdministrator();
        Stack.Clients backup = stack.as(key("backup"))) {
      String queue =
          administrator
              .sqs()
              .listQueues(list -> list.queueNamePrefix("classify-queue"))
              .queueUrls()
              .get(0);

      assertThatThrownBy(() -> backup.sqs().receiveMessage(receive -> receive.queueUrl(queue)))
          .isInstanceOf(AwsServiceException.class)
          .hasMessageContaining("not authorized to perform: sqs:ReceiveMessage");
    }
  }

  /** A right on the images bucket is none on its neighbour, however the path is written. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%s/../%s/results/stolen",
        "/%s/%%2e%%2e/%s/results/stolen",
        "/%s/..%%2f%s/results/stolen",
        "/%s/./../%s/results/stolen",
        "/%s//../%s/results/stolen",
        "/%s%%2f..%%2f%s/results/stolen"
      })
  void noPathLeadsFromOneBucketIntoAnother(String path) {
    URI url =
        signed(
            "request-upload",
            path.formatted(images, results),
            Duration.ZERO,
            Duration.ofMinutes(1));

    Answer answer = put(url, PHOTO);

    // An object of that odd name in the images bucket, or a refusal.
    assertThat(answer.status()).as(answer.body()).isIn(200, 400, 403, 404);
    assertAbsent(results, "results/stolen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../Pulumi.yaml",
        "/%2e%2e/Pulumi.yaml",
        "/..%2fPulumi.yaml",
        "/js/..%2f..%2fPulumi.yaml",
        "/%2e%2e%2f%2e%2e%2fPulumi.yaml"
      })
  void thePageServesNothingFromBesideIt(String path) {
    Answer answer = stack.send(HttpRequest.newBuilder(URI.create(stack.output("siteUrl") + path)));

    assertThat(answer.body()).doesNotContain("twinlens:", "runtime:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/health", "/etc/passwd"})
  void theApiKnowsNoImageUnderATrickyKey(String key) {
    Answer answer = stack.send(stack.api("/images/" + key));

    assertThat(answer.status()).as(answer.body()).isBetween(400, 404);
  }

  /** DNS rebinding: a page elsewhere whose name has been made to lead to this machine. */
  @Test
  void noAddressAnswersToAnotherHostsName() throws IOException {
    for (URI address :
        List.of(stack.site(), URI.create(stack.output("apiUrl") + "/health"), endpoint("/"))) {
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        String path = address.getPath().isEmpty() ? "/" : address.getPath();
        socket
            .getOutputStream()
            .write(
                "GET %s HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n"
                    .formatted(path)
                    .getBytes(UTF_8));

        assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
            .as(address.toString())
            .containsPattern("^HTTP/1.1 (403|421) ");
      }
    }
  }

  @Test
  void noOtherOriginMayUploadFromABrowser() {
    Answer answer =
        stack.send(
            HttpRequest.newBuilder(URI.create(place().path("url").asText()))
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "PUT")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
  }

  /** Not even the administrator's key works where a policy demands TLS. */
  @Test
  void nothingIsDoneWithoutTls() {
    URI withoutTls = URI.create(stack.environment().get("TWINLENS_ENDPOINT_WITHOUT_TLS"));
    try (Stack.Clients plain = stack.asAdministrator(withoutTls)) {
      List<Runnable> calls =
          List.of(
              () -> plain.s3().listObjectsV2(list -> list.bucket(images)),
              () -> plain.s3().listObjectsV2(list -> list.bucket(results)),
              () ->
                  plain
                      .sns()
                      .publish(
                          publish -> publish.topicArn(stack.output("uploadsTopic")).message("{}")),
              () -> {
                String queue = plain.sqs().listQueues().queueUrls().get(0);
                plain.sqs().receiveMessage(receive -> receive.queueUrl(queue));
              });
      for (Runnable call : calls) {
        assertThatThrownBy(call::run)
            .isInstanceOf(AwsServiceException.class)
            .hasMessageContaining("explicit deny");
      }
    }
  }

  private JsonNode place() {
    Answer answer =
        stack.postUpload(
            """
            {"fileName": "cat.png", "contentType": "image/png", "size": %d, "sha256": "%s"}"""
                .formatted(PHOTO.length, Stack.sha256(PHOTO)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  private Answer put(URI url, byte[] bytes) {
    return stack.send(
        HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
  }

  /** A presigned PUT as a function, or somebody with its key, can make it; the path as it is. */
  private URI signed(String function, String path, Duration age, Duration life) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(endpoint(path))
            .encodedPath(path)
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            sign ->
                sign.request(request)
                    .identity(key(function))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, stack.environment().get("AWS_REGION"))
                    .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, life)
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(
                        HttpSigner.SIGNING_CLOCK, Clock.offset(Clock.systemUTC(), age.negated())))
        .request()
        .getUri();
  }

  /** The key that the function's processes have in their environment. */
  private AwsBasicCredentials key(String function) {
    try {
      JsonNode keys =
          new JsonMapper()
              .readTree(stack.dataDirectory().resolve("aws/access-keys.json").toFile())
              .path("keys");
      return keys.properties().stream()
          .filter(entry -> entry.getKey().contains(":role/" + function + "-role"))
          .map(
              entry ->
                  AwsBasicCredentials.create(
                      entry.getValue().path("accessKeyId").asText(),
                      entry.getValue().path("secretAccessKey").asText()))
          .findAny()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URI endpoint(String path) {
    return URI.create(stack.environment().get("AWS_ENDPOINT_URL") + path);
  }

  private static Duration ago(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private String version(String key) {
    try (S3Client s3 = stack.s3()) {
      return s3.headObject(head -> head.bucket(images).key(key)).versionId();
    }
  }

  private void assertAbsent(String bucket, String key) {
    try (S3Client s3 = stack.s3()) {
      assertThat(s3.listObjectVersions(list -> list.bucket(bucket).prefix(key)).versions())
          .isEmpty();
    }
  }

  private static void assertForbidden(Answer answer, String why) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains(why);
  }
}
