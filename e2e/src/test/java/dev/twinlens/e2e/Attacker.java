package dev.twinlens.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.testing.Photos;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.services.s3.S3Client;

/** Signs requests with stolen keys, sends them, and checks whether they had an effect. */
record Attacker(Stack stack) {
  private static final Pattern PULUMI_SUFFIX = Pattern.compile("-[0-9a-f]{7}$");

  static final byte[] PHOTO = Photos.read("chelsea.png");

  /** The body of the response to {@code POST /uploads} for {@link #PHOTO}, named cat.png. */
  JsonNode place() {
    Response response =
        stack.postUpload(
            """
            {"fileName": "cat.png", "contentType": "image/png", "size": %d, "sha256": "%s"}"""
                .formatted(PHOTO.length, Stack.sha256(PHOTO)));
    assertThat(response.status()).as(response.body()).isEqualTo(201);
    return response.json();
  }

  Response put(URI url, byte[] bytes) {
    return stack.send(
        HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
  }

  /** A PUT presigned with a function's key. The path is not normalised. */
  URI signed(String function, String path, Duration age, Duration life) {
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

  /** The access key of the function's role. */
  AwsBasicCredentials key(String function) {
    return roleKeys().entrySet().stream()
        .filter(role -> role.getKey().contains(":role/" + function + "-role"))
        .map(Map.Entry::getValue)
        .findAny()
        .orElseThrow();
  }

  /** The access key of each role that the stack has, by the role's ARN. */
  Map<String, AwsBasicCredentials> roleKeys() {
    try {
      return new JsonMapper()
              .readTree(stack.dataDirectory().resolve("aws/access-keys.json").toFile())
              .path("keys")
              .properties()
              .stream()
              .filter(entry -> entry.getKey().contains(":role/"))
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey,
                      entry ->
                          AwsBasicCredentials.create(
                              entry.getValue().path("accessKeyId").asText(),
                              entry.getValue().path("secretAccessKey").asText())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Every shared access signature that a function has in its environment, by the function's name.
   * Each function is invoked first, so that its process is running.
   */
  Map<String, String> signatures() {
    Map<String, String> signatures = new TreeMap<>();
    for (String role : roleKeys().keySet()) {
      for (String function : stack.lambda().functionsOf(role)) {
        // What it does with an event that is none does not matter.
        stack.lambda().invoke(function, "{}".getBytes(UTF_8)).orTimeout(2, MINUTES).join();
        FunctionProcesses.environmentOf(PULUMI_SUFFIX.matcher(function).replaceFirst(""))
            .values()
            .stream()
            .filter(value -> value.contains("sig="))
            .forEach(signature -> signatures.put(function, signature));
      }
    }
    return signatures;
  }

  /** An address of the AWS endpoint. The path is not normalised. */
  URI endpoint(String path) {
    return URI.create(stack.environment().get("AWS_ENDPOINT_URL") + path);
  }

  void assertAbsent(String bucket, String key) {
    try (S3Client s3 = stack.s3()) {
      assertThat(s3.listObjectVersions(list -> list.bucket(bucket).prefix(key)).versions())
          .isEmpty();
    }
  }

  static void assertForbidden(Response response, String why) {
    assertThat(response.status()).as(response.body()).isEqualTo(403);
    assertThat(response.body()).contains(why);
  }
}
