package dev.twinlens.requestupload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.domain.json.Json;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ApiEvents;
import dev.twinlens.testing.ApiResult;
import dev.twinlens.testing.ApiTester;
import dev.twinlens.testing.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

final class RequestUploadHandlerTest {
  private static final byte[] PHOTO = Photos.read("chelsea.png");
  private static TestStack stack;

  private final List<String> lines = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    stack = TestStack.create();
  }

  @Test
  void signsAPutThatAPlainHttpClientCanSend() throws Exception {
    Map<String, Object> upload = requested("my cat.png", PHOTO);

    HttpResponse<String> response = put(upload, PHOTO, headers(upload));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    String key = (String) upload.get("key");
    assertThat(key).matches("\\d{4}-\\d\\d-\\d\\d/[0-9a-f-]{36}/my-cat\\.png");
    assertThat(stack.images().bytes(key)).isEqualTo(PHOTO);
    HeadObjectResponse head =
        stack
            .images()
            .s3()
            .headObject(
                request -> request.bucket(stack.images().name()).key(key).checksumMode("ENABLED"));
    assertThat(head.contentType()).isEqualTo("image/png");
    assertThat(head.checksumSHA256()).isEqualTo(sha256(PHOTO));
  }

  @Test
  void returnsExactlyTheHeadersThatThePutMustCarry() {
    assertThat(headers(requested("cat.png", PHOTO)))
        .containsOnlyKeys("content-type", "x-amz-checksum-sha256")
        .containsEntry("content-type", "image/png")
        .containsEntry("x-amz-checksum-sha256", sha256(PHOTO));
  }

  @Test
  void rejectsMoreOrFewerBytes() throws Exception {
    Map<String, Object> upload = requested("cat.png", PHOTO);

    assertThat(put(upload, Arrays.copyOf(PHOTO, PHOTO.length + 1), headers(upload)).statusCode())
        .isEqualTo(403);
    assertThat(put(upload, Arrays.copyOf(PHOTO, PHOTO.length - 1), headers(upload)).statusCode())
        .isEqualTo(403);
    assertNothingStored();
  }

  @Test
  void rejectsOtherBytesOfTheSameLength() throws Exception {
    Map<String, Object> upload = requested("cat.png", PHOTO);
    byte[] other = PHOTO.clone();
    other[other.length / 2]++;

    assertThat(put(upload, other, headers(upload)).statusCode()).isEqualTo(400);
    assertNothingStored();
  }

  @Test
  void rejectsAnotherHashAnotherTypeAndMissingHeaders() throws Exception {
    Map<String, Object> upload = requested("cat.png", PHOTO);
    byte[] other = PHOTO.clone();
    other[other.length / 2]++;

    assertThat(
            put(upload, other, with(headers(upload), "x-amz-checksum-sha256", sha256(other)))
                .statusCode())
        .isEqualTo(403);
    assertThat(put(upload, PHOTO, with(headers(upload), "content-type", "text/html")).statusCode())
        .isEqualTo(403);
    assertThat(put(upload, PHOTO, Map.of("content-type", "image/png")).statusCode()).isEqualTo(403);
    assertNothingStored();
  }

  @Test
  void rejectsAnotherKeyAndAnExpiredUrl() throws Exception {
    Map<String, Object> upload = requested("cat.png", PHOTO);
    Map<String, Object> moved = new HashMap<>(upload);
    moved.put("url", upload.get("url").toString().replace("cat.png", "dog.png"));
    assertThat(put(moved, PHOTO, headers(upload)).statusCode()).isEqualTo(403);

    Map<String, Object> expired =
        api("1")
            .send(ApiEvents.text("POST /uploads", "application/json", body("cat.png", PHOTO)))
            .json();
    Awaitility.await()
        .until(() -> put(expired, new byte[PHOTO.length], headers(expired)).statusCode() == 403);
    assertNothingStored();
  }

  @Test
  void saysWhenTheUrlExpires() {
    Instant before = Instant.now();
    Map<String, Object> upload = requested("cat.png", PHOTO);

    assertThat(Instant.parse((String) upload.get("expiresAt")))
        .isBetween(before.plusSeconds(298), Instant.now().plusSeconds(301));
  }

  @Test
  void givesEachUploadAKeyOfItsOwn() {
    assertThat(requested("cat.png", PHOTO).get("key"))
        .isNotEqualTo(requested("cat.png", PHOTO).get("key"));
  }

  @Test
  void returnsTheLimits() {
    ApiResult response = api("300").send(ApiEvents.get("GET /uploads", Map.of()));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"maxBytes\":15728640,\"maxDirectBytes\":4500000,\"allowedTypes\":[\"image/jpeg\",\"image/png\"]}");
  }

  @Test
  void respondsToAnInvalidRequestWithAllErrorsAtOnce() {
    ApiResult response =
        post(
            "{\"fileName\":\"a.gif\",\"contentType\":\"image/gif\",\"size\":15728641,\"sha256\":\"x\"}");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat((List<?>) response.json().get("errors")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]"})
  void respondsToABodyThatIsNotJsonWithAProblem(String body) {
    assertThat(post(body).status()).isEqualTo(400);
  }

  @Test
  void neverLogsTheSignedUrl() {
    requested("cat.png", PHOTO);

    assertThat(lines)
        .isNotEmpty()
        .noneSatisfy(line -> assertThat(line).containsIgnoringCase("signature"));
  }

  private Map<String, Object> requested(String fileName, byte[] photo) {
    ApiResult response = post(body(fileName, photo));
    assertThat(response.status()).as(response.body()).isEqualTo(201);
    return response.json();
  }

  private static String body(String fileName, byte[] photo) {
    return Json.write(
        Map.of(
            "fileName",
            fileName,
            "contentType",
            "image/png",
            "size",
            photo.length,
            "sha256",
            sha256(photo)));
  }

  private ApiResult post(String body) {
    return api("300").send(ApiEvents.text("POST /uploads", "application/json", body));
  }

  private ApiTester api(String urlExpirySeconds) {
    Map<String, String> environment = stack.environment();
    environment.put("URL_EXPIRY_SECONDS", urlExpirySeconds);
    return new ApiTester(
        new RequestUploadHandler(
            new Environment(environment),
            new AwsClients(stack.faults()),
            Log.to("request-upload", lines::add),
            Clock.systemUTC()));
  }

  private HttpResponse<String> put(
      Map<String, Object> upload, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create((String) upload.get("url")))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Map<String, String> headers(Map<String, Object> upload) {
    Map<String, String> headers = new HashMap<>();
    ((Map<?, ?>) upload.get("headers"))
        .forEach((name, value) -> headers.put((String) name, (String) value));
    return headers;
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    Map<String, String> changed = new HashMap<>(headers);
    changed.put(name, value);
    return changed;
  }

  private static void assertNothingStored() {
    assertThat(stack.images().keys())
        .noneMatch(key -> key.endsWith("/cat.png") || key.endsWith("/dog.png"));
  }

  private static String sha256(byte[] bytes) {
    return Hashes.sha256Base64(bytes);
  }
}
