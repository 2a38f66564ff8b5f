package dev.twinlens.local.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectVersionStorageClass;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** The headers and the metadata of an object come back as Amazon S3 returns them. */
class S3HeadersTest extends S3TestCase {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cache-control | no-cache, max-age=\"0\"; x",
        "content-language | mi, en-NZ",
        "content-disposition | attachment; filename*=UTF-8''na%C3%AFve%20file.txt; filename=a\\b",
        "content-encoding | gzip,deflate",
        "content-encoding | x-odd;q=1",
        "content-type | text/html; charset=UTF-8",
        "content-type | TEXT/HTML;Charset=\"utf-8\"",
        "content-type | no type at all",
        "content-type | application/json",
        "expires | Thu, 01 Dec 2044 16:00:00 GMT",
        "expires | in a while",
        "expires | 0",
        "x-amz-website-redirect-location | /other page?x",
        "x-amz-storage-class | STANDARD_IA",
        "x-amz-storage-class | REDUCED_REDUNDANCY",
        "x-amz-storage-class | INTELLIGENT_TIERING",
      })
  void returnsAHeaderAsItWasSent(String name, String value) throws Exception {
    assertThat(putWith(name, value)).isEqualTo(200);

    assertThat(headers("GET").allValues(name)).containsExactly(value);
    assertThat(headers("HEAD").allValues(name)).containsExactly(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache-control",
        "content-language",
        "content-disposition",
        "content-encoding",
        "expires",
        "x-amz-website-redirect-location",
      })
  void treatsAnEmptyHeaderAsAbsent(String name) throws Exception {
    assertThat(putWith(name, "")).isEqualTo(200);

    assertThat(headers("GET").allValues(name)).isEmpty();
  }

  @Test
  void anObjectWithoutATypeIsBinary() throws Exception {
    assertThat(signed().send("PUT", "/" + bucket + "/k", Map.of(), "photo").statusCode())
        .isEqualTo(200);
    assertThat(headers("GET").firstValue("content-type")).hasValue("binary/octet-stream");

    assertThat(putWith("content-type", "")).isEqualTo(200);
    assertThat(headers("GET").firstValue("content-type")).hasValue("binary/octet-stream");
  }

  @Test
  void leavesOutTheDefaultStorageClass() throws Exception {
    assertThat(putWith("x-amz-storage-class", "STANDARD")).isEqualTo(200);

    assertThat(headers("HEAD").firstValue("x-amz-storage-class")).isEmpty();
  }

  @Test
  void rejectsAnUnknownStorageClass() throws Exception {
    var answer =
        signed().send("PUT", "/" + bucket + "/k", Map.of("x-amz-storage-class", "COLD"), "photo");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>InvalidStorageClass</Code>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GLACIER", "DEEP_ARCHIVE"})
  void doesNotReturnTheBytesOfAnArchivedObject(String storageClass) {
    s3.putObject(
        put -> put.bucket(bucket).key("k").storageClass(storageClass),
        RequestBody.fromString("photo"));

    HeadObjectResponse head = s3.headObject(h -> h.bucket(bucket).key("k"));
    assertThat(head.storageClassAsString()).isEqualTo(storageClass);
    assertThat(head.contentLength()).isEqualTo(5);
    assertRejected(() -> read("k"), 403, "InvalidObjectState");
    assertRejected(() -> copy("copy", MetadataDirective.COPY), 403, "InvalidObjectState");
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents().get(0))
        .satisfies(object -> assertThat(object.storageClassAsString()).isEqualTo(storageClass));
    s3.deleteObject(delete -> delete.bucket(bucket).key("k"));
  }

  @Test
  void readsAnObjectForInstantRetrieval() {
    s3.putObject(
        put -> put.bucket(bucket).key("k").storageClass(StorageClass.GLACIER_IR),
        RequestBody.fromString("photo"));

    assertThat(read("k")).isEqualTo("photo");
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions().get(0).storageClass())
        .isNotEqualTo(ObjectVersionStorageClass.STANDARD);
  }

  @Test
  void copiesTheMetadataButNotTheStorageClassAndTheRedirect() {
    s3.putObject(
        put ->
            put.bucket(bucket)
                .key("k")
                .cacheControl("no-cache")
                .storageClass(StorageClass.STANDARD_IA)
                .websiteRedirectLocation("/other")
                .metadata(Map.of("camera", "A")),
        RequestBody.fromString("photo"));
    copy("copy", MetadataDirective.COPY);

    HeadObjectResponse head = s3.headObject(h -> h.bucket(bucket).key("copy"));
    assertThat(head.cacheControl()).isEqualTo("no-cache");
    assertThat(head.metadata()).containsEntry("camera", "A");
    assertThat(head.storageClass()).isNull();
    assertThat(head.websiteRedirectLocation()).isNull();
  }

  @Test
  void overridesTheExpiryOfAResponse() throws Exception {
    putWith("expires", "Thu, 01 Dec 2044 16:00:00 GMT");

    assertThat(
            signed()
                .send("GET", "/" + bucket + "/k?response-expires=never")
                .headers()
                .allValues("expires"))
        .containsExactly("never");
  }

  @Test
  void limitsUserMetadataTo2Kilobytes() {
    String largest = "v".repeat(2048 - "camera".length());
    putMetadata(largest);
    assertThat(metadata()).isEqualTo(largest);

    assertRejected(() -> putMetadata(largest + "v"), 400, "MetadataTooLarge");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AMAZONS3 | AMAZONS3",
        "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?= | =?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=",
        "=?utf-8?b?5YaZ55yf?= | =?UTF-8?B?5YaZ55yf?=",
        "=?ISO-8859-1?Q?caf=E9_bar?= | =?UTF-8?Q?caf=C3=A9_bar?=",
        "=?UTF-8?Q?plain?= | plain",
        "=?UTF-8?B?5Y+?= | =?UTF-8?B?5Y+?=",
        "=?UTF-8?B?!?= | =?UTF-8?B?!?=",
        "=?nowhere?Q?a?= | =?nowhere?Q?a?=",
        "=?UTF-8?Q?a=?= | =?UTF-8?Q?a=?=",
        "=?UTF-8?Q?a?= =?UTF-8?Q?b?= c | ab c",
      })
  void encodesMetadataInOtherScripts(String sent, String returned) throws Exception {
    assertThat(putWith("x-amz-meta-camera", sent)).isEqualTo(200);

    assertThat(headers("GET").firstValue("x-amz-meta-camera")).hasValue(returned);
  }

  @Test
  void splitsLongMetadataIntoWordsOfAtMost75Characters() throws Exception {
    String word = "=?UTF-8?B?" + "5YaZ55yf".repeat(7) + "?=";
    assertThat(putWith("x-amz-meta-camera", word + " " + word)).isEqualTo(200);

    assertThat(headers("GET").firstValue("x-amz-meta-camera").orElseThrow().split(" "))
        .hasSizeGreaterThan(1)
        .allSatisfy(one -> assertThat(one).hasSizeLessThanOrEqualTo(75));
  }

  /** Amazon's own example: S3 reads the bytes of the header as ISO 8859-1. */
  @Test
  void readsTheBytesOfMetadataAsLatin1() throws Exception {
    String canonical = "x-amz-meta-nonascii";
    URI url =
        AWS.clients()
            .presigner()
            .presignPutObject(
                put ->
                    put.signatureDuration(Duration.ofMinutes(5))
                        .putObjectRequest(
                            p ->
                                p.bucket(bucket)
                                    .key("k")
                                    .metadata(Map.of("nonascii", "ÄMÄZÕÑ S3"))))
            .url()
            .toURI();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
      socket
          .getOutputStream()
          .write(
              "PUT %s?%s HTTP/1.1\r\nHost: %s\r\n%s: %s\r\nContent-Length: 5\r\nConnection: close\r\n\r\nphoto"
                  .formatted(
                      url.getRawPath(),
                      url.getRawQuery(),
                      url.getAuthority(),
                      canonical,
                      "ÄMÄZÕÑ S3")
                  .getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 200 ");
    }

    assertThat(headers("HEAD").firstValue(canonical))
        .hasValue("=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=");
  }

  private int putWith(String name, String value) throws Exception {
    return signed().send("PUT", "/" + bucket + "/k", Map.of(name, value), "photo").statusCode();
  }

  private HttpHeaders headers(String method) throws Exception {
    return signed().send(method, "/" + bucket + "/k").headers();
  }

  private void putMetadata(String camera) {
    s3.putObject(
        put -> put.bucket(bucket).key("k").metadata(Map.of("camera", camera)),
        RequestBody.fromString("photo"));
  }

  private String metadata() {
    return s3.headObject(h -> h.bucket(bucket).key("k")).metadata().get("camera");
  }

  private void copy(String key, MetadataDirective directive) {
    s3.copyObject(
        copy ->
            copy.sourceBucket(bucket)
                .sourceKey("k")
                .destinationBucket(bucket)
                .destinationKey(key)
                .metadataDirective(directive));
  }
}
