package dev.twinlens.local.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.services.auth.AccessKey;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;

class AuthenticationTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private static final AccessKey UNKNOWN =
      new AccessKey("AKIAUNKNOWNUNKNOWN22", "secret".repeat(6));

  static Stream<Arguments> calls() {
    return Stream.of(
        call(
            "s3",
            clients -> clients.s3().listBuckets(),
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch"),
        call(
            "s3 configuration",
            clients -> clients.s3().getBucketPolicy(get -> get.bucket("any")),
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch"),
        call(
            "dynamodb",
            clients -> clients.dynamoDb().listTables(),
            "UnrecognizedClientException",
            "InvalidSignatureException"),
        call(
            "sqs",
            clients -> clients.sqs().listQueues(),
            "UnrecognizedClientException",
            "InvalidSignatureException"),
        call(
            "sns",
            clients -> clients.sns().listTopics(),
            "InvalidClientTokenId",
            "SignatureDoesNotMatch"),
        call(
            "sts",
            clients -> clients.sts().getCallerIdentity(),
            "InvalidClientTokenId",
            "SignatureDoesNotMatch"),
        call(
            "rekognition",
            clients ->
                clients
                    .rekognition()
                    .detectLabels(
                        detect -> detect.image(i -> i.bytes(SdkBytes.fromUtf8String("x")))),
            "UnrecognizedClientException",
            "InvalidSignatureException"));
  }

  private static Arguments call(
      String name, Consumer<Clients> call, String unknownKey, String wrongSecret) {
    return Arguments.of(name, call, unknownKey, wrongSecret);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void rejectsAnUnknownAccessKey(
      String name, Consumer<Clients> call, String unknownKey, String wrongSecret) {
    assertRejected(() -> call.accept(new Clients(AWS.services(), UNKNOWN)), unknownKey);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void rejectsAWrongSecret(
      String name, Consumer<Clients> call, String unknownKey, String wrongSecret) {
    AccessKey wrong =
        new AccessKey(AWS.services().administrator().accessKeyId(), UNKNOWN.secretAccessKey());
    assertRejected(() -> call.accept(new Clients(AWS.services(), wrong)), wrongSecret);
  }

  @Test
  void identifiesTheRoleOfAKey() {
    String role = "arn:aws:iam::000000000000:role/path/classify";
    AccessKey key = AWS.services().createAccessKey(role);

    assertThat(AWS.services().createAccessKey(role)).isEqualTo(key);
    assertThat(new Clients(AWS.services(), key).sts().getCallerIdentity().arn())
        .isEqualTo("arn:aws:sts::000000000000:assumed-role/classify/twinlens");
    assertThat(AWS.clients().sts().getCallerIdentity().arn())
        .isEqualTo("arn:aws:iam::000000000000:user/administrator");
    assertThat(AWS.clients().sts().getCallerIdentity().account()).isEqualTo("000000000000");
  }

  @Test
  void createsKeysOfLettersAndDigits() {
    AccessKey key = AWS.services().administrator();

    assertThat(key.accessKeyId()).matches("[A-Z0-9]{20}");
    assertThat(key.secretAccessKey()).matches("[A-Za-z0-9]{40}");
    assertThat(key.toString()).doesNotContain(key.secretAccessKey());
  }

  @Test
  void letsOnlyTheOwnerOfTheFileReadTheKeys() throws Exception {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(AWS.data().resolve("access-keys.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void listensOnTheLoopbackAddressOnly() {
    assertThat(AWS.services().endpoint().getHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void namesAnUnknownService() throws Exception {
    HttpResponse<String> answer =
        post(
            Map.of(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/polly/aws4_request,"
                    + " SignedHeaders=host, Signature=0"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("UnknownServiceException").contains("polly");
  }

  @Test
  void rejectsAnOldSignature() throws Exception {
    HttpResponse<String> answer =
        post(
            Map.of(
                "X-Amz-Date",
                "20200101T000000Z",
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                    + AWS.services().administrator().accessKeyId()
                    + "/20200101/us-east-1/sns/aws4_request, SignedHeaders=host;x-amz-date,"
                    + " Signature=0"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Signature expired");
  }

  @ParameterizedTest
  @CsvSource({
    "s3, 400, AuthorizationHeaderMalformed",
    "dynamodb, 400, InvalidSignatureException",
    "sns, 403, SignatureDoesNotMatch"
  })
  void rejectsASignatureForAnotherRegion(String service, int status, String code) throws Exception {
    HttpResponse<String> answer =
        new SignedHttp(
                AWS.services().endpoint(), AWS.services().administrator(), service, "eu-central-1")
            .send("GET", "/");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(code, "expecting 'us-east-1'");
  }

  @ParameterizedTest
  @CsvSource({
    "s3, host, 403, AccessDenied",
    "s3, x-amz-meta-owner, 403, AccessDenied",
    "dynamodb, host, 400, InvalidSignatureException",
    "dynamodb, x-amz-target, 400, InvalidSignatureException",
    "sqs, x-amz-target, 400, InvalidSignatureException",
    "sns, x-amz-meta-owner, 403, SignatureDoesNotMatch"
  })
  void rejectsASignatureThatDoesNotCoverAHeader(
      String service, String header, int status, String code) throws Exception {
    Map<String, String> headers =
        header.equals("host") ? Map.of() : Map.of(header, "AmazonSQS.ListQueues");

    HttpResponse<String> answer = signed(service).send("POST", "/", headers, Set.of(header), "{}");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(code).containsIgnoringCase(header);
  }

  @Test
  void rejectsAPresignedUrlThatIsValidForMoreThanAWeek() throws Exception {
    URI week = signed("s3").presigned("GET", "/", Instant.now(), Duration.ofDays(7));
    URI longer =
        signed("s3").presigned("GET", "/", Instant.now(), Duration.ofDays(7).plusSeconds(1));

    assertThat(SignedHttp.get(week).statusCode()).isEqualTo(200);
    assertThat(SignedHttp.get(longer).statusCode()).isEqualTo(400);
    assertThat(SignedHttp.get(longer).body()).contains("AuthorizationQueryParametersError");
  }

  private static SignedHttp signed(String service) {
    return new SignedHttp(AWS.services().endpoint(), AWS.services().administrator(), service);
  }

  /** A page on the internet whose name resolves to 127.0.0.1. */
  @Test
  void rejectsOtherHostNames() throws Exception {
    for (URI endpoint : List.of(AWS.services().endpoint(), AWS.services().plainEndpoint())) {
      assertThat(statusLine(endpoint, "evil.example")).startsWith("HTTP/1.1 421 ");
      assertThat(statusLine(endpoint, "localhost:" + endpoint.getPort()))
          .startsWith("HTTP/1.1 403 ");
    }
  }

  private static String statusLine(URI endpoint, String host) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static HttpResponse<String> post(Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(AWS.services().endpoint() + "/"))
            .POST(HttpRequest.BodyPublishers.ofString("Action=ListTopics"));
    headers.forEach(request::header);
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static void assertRejected(Runnable call, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
