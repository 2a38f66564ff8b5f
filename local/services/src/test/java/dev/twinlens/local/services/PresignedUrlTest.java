package dev.twinlens.local.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** What a browser does with a URL that a function has presigned. */
class PresignedUrlTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private static final byte[] PHOTO = "photo".getBytes(UTF_8);
  private static final String SHA256 =
      Base64.getEncoder().encodeToString(Hashing.sha256().hashBytes(PHOTO).asBytes());

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final S3Client s3 = AWS.clients().s3();
  private final String bucket = "bucket-" + UUID.randomUUID();

  @BeforeEach
  void createBucket() {
    s3.createBucket(create -> create.bucket(bucket));
    s3.putBucketVersioning(
        put ->
            put.bucket(bucket)
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
  }

  @Test
  void storesTheSignedContent() throws Exception {
    PresignedPutObjectRequest presigned = presigned("2026/a b+ü😀.png", Duration.ofMinutes(5));

    HttpResponse<String> answer = put(presigned.url().toURI(), headers(), PHOTO);

    assertThat(answer.statusCode()).isEqualTo(200);
    String versionId = answer.headers().firstValue("x-amz-version-id").orElseThrow();
    var stored =
        s3.headObject(
            head ->
                head.bucket(bucket)
                    .key("2026/a b+ü😀.png")
                    .versionId(versionId)
                    .checksumMode(ChecksumMode.ENABLED));
    assertThat(stored.contentType()).isEqualTo("image/png");
    assertThat(stored.checksumSHA256()).isEqualTo(SHA256);
  }

  @Test
  void readsAVersion() throws Exception {
    put(presigned("k", Duration.ofMinutes(5)).url().toURI(), headers(), PHOTO);
    String versionId = s3.headObject(head -> head.bucket(bucket).key("k")).versionId();
    URI url =
        AWS.clients()
            .presigner()
            .presignGetObject(
                get ->
                    get.signatureDuration(Duration.ofMinutes(5))
                        .getObjectRequest(o -> o.bucket(bucket).key("k").versionId(versionId)))
            .url()
            .toURI();

    HttpResponse<byte[]> answer =
        http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(PHOTO);
    assertThat(answer.headers().firstValue("content-type")).hasValue("image/png");
  }

  @Test
  void rejectsOtherContentOfTheSameLength() throws Exception {
    assertRejected(put(signedUrl(), headers(), "other".getBytes(UTF_8)), 400, "BadDigest");
  }

  @Test
  void rejectsAnotherLength() throws Exception {
    assertRejected(
        put(signedUrl(), headers(), "longer photo".getBytes(UTF_8)), 403, "SignatureDoesNotMatch");
  }

  @Test
  void rejectsAnotherType() throws Exception {
    Map<String, String> headers = headers();
    headers.put("Content-Type", "text/html");
    assertRejected(put(signedUrl(), headers, PHOTO), 403, "SignatureDoesNotMatch");
  }

  @Test
  void rejectsAnotherHash() throws Exception {
    byte[] other = "other".getBytes(UTF_8);
    Map<String, String> headers = headers();
    headers.put(
        "x-amz-checksum-sha256",
        Base64.getEncoder().encodeToString(Hashing.sha256().hashBytes(other).asBytes()));
    assertRejected(put(signedUrl(), headers, other), 403, "SignatureDoesNotMatch");
  }

  @Test
  void rejectsAnotherKey() throws Exception {
    URI other = URI.create(signedUrl().toString().replace("/k?", "/other?"));
    assertRejected(put(other, headers(), PHOTO), 403, "SignatureDoesNotMatch");
  }

  @Test
  void rejectsAnotherMethod() throws Exception {
    HttpRequest delete = HttpRequest.newBuilder(signedUrl()).DELETE().build();
    assertRejected(http.send(delete, BodyHandlers.ofString()), 403, "SignatureDoesNotMatch");
  }

  @Test
  void rejectsAnExpiredUrl() throws Exception {
    URI url = presigned("k", Duration.ofSeconds(1)).url().toURI();
    HttpResponse<String> answer =
        Awaitility.await()
            .until(() -> put(url, headers(), PHOTO), response -> response.statusCode() != 200);
    assertRejected(answer, 403, "AccessDenied");
    assertThat(answer.body()).contains("expired");
  }

  @Test
  void rejectsAHeaderThatWasNotSigned() throws Exception {
    Map<String, String> headers = headers();
    headers.put("x-amz-meta-owner", "someone else");
    assertRejected(put(signedUrl(), headers, PHOTO), 403, "AccessDenied");
  }

  @Test
  void rejectsABodyOfUnknownLength() throws Exception {
    BodyPublisher chunked = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(PHOTO));
    HttpRequest.Builder request = HttpRequest.newBuilder(signedUrl()).PUT(chunked);
    headers().forEach(request::header);
    assertRejected(
        http.send(request.build(), BodyHandlers.ofString()), 411, "MissingContentLength");
  }

  @Test
  void rejectsARequestWithoutASignature() throws Exception {
    s3.putObject(put -> put.bucket(bucket).key("k"), RequestBody.fromBytes(PHOTO));
    for (String path : new String[] {"/", "/" + bucket, "/" + bucket + "/k", "/nowhere/k"}) {
      assertRejected(
          http.send(
              HttpRequest.newBuilder(AWS.services().endpoint().resolve(path)).build(),
              BodyHandlers.ofString()),
          403,
          "AccessDenied");
    }
  }

  @Test
  void rejectsSignatureVersion2() throws Exception {
    URI url =
        AWS.services()
            .endpoint()
            .resolve("/" + bucket + "/k?AWSAccessKeyId=A&Signature=B&Expires=4000000000");
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());

    assertRejected(answer, 400, "InvalidRequest");
    assertThat(answer.body()).contains("Please use AWS4-HMAC-SHA256");
  }

  @Test
  void rejectsAUrlThatIsNotEncoded() throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), AWS.services().endpoint().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /%s/k?x=%%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .formatted(bucket)
                  .getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void respondsToALargeRejectedUpload() throws Exception {
    byte[] large = new byte[20 << 20];
    for (int i = 0; i < 3; i++) {
      assertRejected(put(signedUrl(), headers(), large), 403, "SignatureDoesNotMatch");
    }
  }

  private PresignedPutObjectRequest presigned(String key, Duration life) {
    return AWS.clients()
        .presigner()
        .presignPutObject(
            put ->
                put.signatureDuration(life)
                    .putObjectRequest(
                        object ->
                            object
                                .bucket(bucket)
                                .key(key)
                                .contentType("image/png")
                                .contentLength((long) PHOTO.length)
                                .checksumSHA256(SHA256)));
  }

  private URI signedUrl() throws Exception {
    return presigned("k", Duration.ofMinutes(5)).url().toURI();
  }

  private static Map<String, String> headers() {
    return new HashMap<>(Map.of("Content-Type", "image/png", "x-amz-checksum-sha256", SHA256));
  }

  private HttpResponse<String> put(URI url, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).PUT(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static void assertRejected(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("<Code>" + code + "</Code>");
  }
}
