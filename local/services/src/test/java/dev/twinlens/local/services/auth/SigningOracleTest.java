package dev.twinlens.local.services.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.twinlens.local.services.auth.AuthenticationException.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Random requests that the AWS SDK's own signer has signed. Each repetition has a seed of its own,
 * so a failure can be repeated.
 */
class SigningOracleTest {
  private static final int REQUESTS = 200;
  private static final String REGION = "eu-central-1";
  private static final String ROLE = "arn:aws:iam::000000000000:role/classify";
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final List<SdkHttpMethod> METHODS =
      List.of(
          SdkHttpMethod.GET,
          SdkHttpMethod.HEAD,
          SdkHttpMethod.PUT,
          SdkHttpMethod.POST,
          SdkHttpMethod.DELETE);
  private static final List<String> TEXTS =
      List.of(
          "a", "Z9", " ", "  ", "+", "%", "%2F", "=", "&", "~", "-._", "*", "'()!", "ü", "文字", "😀",
          ";", ":", "@", "$", ",", "\"", "<>", "[]", "{}", "|", "\\", "^", "`", "#", "?", "\t");
  private static final List<String> SEGMENTS =
      List.of("", ".", "..", "images", "2026", "a b", "a+b", "%41", "ü文😀", "x;y=z", "'(q)!*");

  @TempDir private Path directory;
  private AccessKey key;
  private Authenticator authenticator;

  /** A request with its body's hash, as the authenticator gets it. */
  private record Received(SignedRequest request, String payloadHash) {
    Received with(SignedRequest changed) {
      return new Received(changed, payloadHash);
    }
  }

  @BeforeEach
  void createKey() {
    AccessKeys keys =
        AccessKeys.open(directory.resolve("keys.json"), "arn:aws:iam::000000000000:user/a");
    key = keys.of(ROLE);
    authenticator = new Authenticator(keys, REGION, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @RepeatedTest(REQUESTS)
  void acceptsWhatTheSdkHasSigned(RepetitionInfo repetition) throws Exception {
    Received received = signed(new Random(repetition.getCurrentRepetition()));

    assertThat(authenticate(received).principalArn()).isEqualTo(ROLE);
  }

  @RepeatedTest(REQUESTS)
  void rejectsWhatWasChangedAfterwards(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Received received = signed(random);
    Received changed = changed(received, random);

    assertThatExceptionOfType(AuthenticationException.class)
        .isThrownBy(() -> authenticate(changed))
        .extracting(AuthenticationException::reason)
        .isEqualTo(Reason.WRONG_SIGNATURE);
  }

  private Caller authenticate(Received received) throws AuthenticationException {
    Signature signature = Signature.of(received.request()).orElseThrow();
    return authenticator.authenticate(received.request(), signature, received.payloadHash());
  }

  private Received signed(Random random) {
    boolean s3 = random.nextBoolean();
    boolean presigned = s3 && random.nextBoolean();
    byte[] body = text(random).getBytes(UTF_8);
    SdkHttpRequest request =
        AwsV4HttpSigner.create()
            .sign(
                sign -> {
                  sign.identity(
                          AwsCredentialsIdentity.create(key.accessKeyId(), key.secretAccessKey()))
                      .request(unsigned(random, s3))
                      .payload(ContentStreamProvider.fromByteArray(body))
                      .putProperty(
                          AwsV4HttpSigner.SERVICE_SIGNING_NAME, s3 ? "s3" : service(random))
                      .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
                      .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !s3)
                      .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !s3)
                      .putProperty(
                          HttpSigner.SIGNING_CLOCK,
                          Clock.fixed(NOW.minusSeconds(random.nextInt(800)), ZoneOffset.UTC));
                  if (presigned) {
                    sign.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofHours(1))
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false);
                  }
                })
            .request();
    return new Received(
        received(request), presigned ? "UNSIGNED-PAYLOAD" : Authenticator.sha256(body));
  }

  private static SdkHttpRequest unsigned(Random random, boolean s3) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .protocol("https")
            .host(random.nextBoolean() ? "127.0.0.1" : "localhost")
            .port(1024 + random.nextInt(60000))
            .method(METHODS.get(random.nextInt(METHODS.size())))
            .encodedPath(s3 ? path(random) : "/");
    for (int i = random.nextInt(4); i > 0; i--) {
      request.appendRawQueryParameter(
          random.nextBoolean() ? "prefix" : "q" + text(random), text(random));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = random.nextBoolean() ? "x-amz-meta-" + i : "X-Amz-Meta-Same";
      request.appendHeader(name, headerValue(random));
    }
    return request.build();
  }

  private static String service(Random random) {
    return List.of("sqs", "sns", "dynamodb", "sts", "rekognition").get(random.nextInt(5));
  }

  private static String path(Random random) {
    return random
        .ints(1 + random.nextInt(5), 0, SEGMENTS.size())
        .mapToObj(index -> SdkHttpUtils.urlEncode(SEGMENTS.get(index)))
        .collect(Collectors.joining("/", "/images/", ""));
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(6), 0, TEXTS.size())
        .mapToObj(TEXTS::get)
        .collect(Collectors.joining());
  }

  /** Header values are ASCII, as HTTP clients send them. */
  private static String headerValue(Random random) {
    return text(random).replaceAll("[^\\x20-\\x7e\\t]", "u");
  }

  /** The signed request as a server receives it. */
  private static SignedRequest received(SdkHttpRequest request) {
    Map<String, List<String>> headers = new HashMap<>();
    request.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    return new SignedRequest(
        request.method().name(),
        request.encodedPath(),
        request.encodedQueryParameters().orElse(""),
        headers);
  }

  private static Received changed(Received received, Random random) {
    SignedRequest request = received.request();
    String method = request.method();
    String query = request.query();
    Map<String, List<String>> headers = request.headers();
    return switch (random.nextInt(5)) {
      case 0 ->
          received.with(
              new SignedRequest(
                  method.equals("GET") ? "PUT" : "GET", request.path(), query, headers));
      case 1 -> received.with(new SignedRequest(method, request.path() + "x", query, headers));
      case 2 ->
          received.with(
              new SignedRequest(
                  method, request.path(), query.isEmpty() ? "acl" : query + "&acl", headers));
      case 3 -> new Received(request, "0".repeat(64));
      default -> received.with(new SignedRequest(method, request.path(), query, forged(headers)));
    };
  }

  private static Map<String, List<String>> forged(Map<String, List<String>> headers) {
    Map<String, List<String>> forged = new HashMap<>(headers);
    String name =
        headers.keySet().stream()
            .filter(header -> header.startsWith("x-amz-meta-"))
            .findFirst()
            .orElse("host");
    forged.put(name, List.of("changed"));
    return forged;
  }
}
