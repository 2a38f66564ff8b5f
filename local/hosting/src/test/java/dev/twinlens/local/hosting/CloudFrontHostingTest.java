package dev.twinlens.local.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.support.BoundPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CloudFrontHostingTest {
  private final Map<String, StoredObject> bucket = new ConcurrentHashMap<>();
  private CloudFrontHosting distribution;
  private URI site;

  @BeforeEach
  void fillBucket() {
    bucket.put(
        "index.html", object("<title>Start</title>" + " ".repeat(2_000), "text/html", "\"1\""));
    bucket.put("small.css", object("a{}", "text/css", "\"2\""));
    bucket.put("a b+ü/x.txt", object("odd key", "text/plain", "\"3\""));
    bucket.put("photo.png", object("p".repeat(3_000), "image/png", "\"4\""));
  }

  @AfterEach
  void stop() {
    distribution.close();
  }

  @Test
  void servesObjectsAsTheyWereStored() {
    start(true);

    HttpResponse<byte[]> response = Http.get(site, "/small.css");

    assertThat(Http.text(response)).isEqualTo("a{}");
    assertThat(Http.header(response, "content-type")).isEqualTo("text/css");
    assertThat(Http.header(response, "cache-control")).isEqualTo("max-age=60");
    assertThat(Http.header(response, "etag")).isEqualTo("\"2\"");
    assertThat(Http.header(response, "x-frame-options")).isEqualTo("DENY");
  }

  @Test
  void servesTheRootObjectAtTheRootOnly() {
    start(true);

    assertThat(Http.text(Http.get(site, "/"))).contains("Start");
    assertThat(Http.get(site, "/folder/").statusCode()).isEqualTo(404);
  }

  @Test
  void readsTheKeyThatThePathMeans() {
    start(true);

    assertThat(Http.text(Http.get(site, "/a%20b+%C3%BC/x.txt"))).isEqualTo("odd key");
  }

  @Test
  void seesANewVersionAtOnce() {
    start(true);
    Http.get(site, "/small.css");
    bucket.put("small.css", object("b{}", "text/css", "\"6\""));

    HttpResponse<byte[]> response = Http.get(site, "/small.css", "If-None-Match", "\"2\"");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Http.text(response)).isEqualTo("b{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "W/\"2\"", "\"x\", \"2\"", "*"})
  void answersAKnownObjectWith304(String known) {
    start(true);

    HttpResponse<byte[]> response = Http.get(site, "/small.css", "If-None-Match", known);

    assertThat(response.statusCode()).isEqualTo(304);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void compressesWhatIsWorthItWhenTheBehaviourSaysSo() throws IOException {
    start(true);

    HttpResponse<byte[]> page = Http.get(site, "/", "Accept-Encoding", "gzip");
    assertThat(Http.header(page, "content-encoding")).isEqualTo("gzip");
    assertThat(Http.unzipped(page)).contains("Start");
    for (String path : List.of("/small.css", "/photo.png")) {
      HttpResponse<byte[]> plain = Http.get(site, path, "Accept-Encoding", "gzip");
      assertThat(Http.header(plain, "content-encoding")).isEmpty();
    }
    String etag = Http.header(page, "etag");
    assertThat(Http.get(site, "/", "Accept-Encoding", "gzip", "If-None-Match", etag).statusCode())
        .isEqualTo(304);
  }

  @Test
  void compressesNothingWhenTheBehaviourDoesNot() {
    start(false);

    assertThat(Http.header(Http.get(site, "/", "Accept-Encoding", "gzip"), "content-encoding"))
        .isEmpty();
  }

  @Test
  void passesTheOriginsErrorsOnWithTheResponseHeaders() {
    start(true);

    HttpResponse<byte[]> denied = Http.get(site, "/denied");
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(Http.text(denied)).contains("AccessDenied");
    assertThat(Http.header(denied, "x-frame-options")).isEqualTo("DENY");
    assertThat(Http.text(Http.get(site, "/none"))).contains("NoSuchKey");
  }

  @Test
  void allowsGetAndHeadOnly() {
    start(true);

    assertThat(Http.send("PUT", site, "/small.css").statusCode()).isEqualTo(403);
    HttpResponse<byte[]> head = Http.send("HEAD", site, "/small.css");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(Http.header(head, "content-length")).isEqualTo("3");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void isDeafToOtherNames() throws IOException {
    start(true);

    assertThat(Http.rawStatus(site, "/", "evil.example:" + site.getPort())).isEqualTo(421);
  }

  @Test
  void takesABehaviourByTheFirstPatternThatFits() {
    start(behavior("/*.css", "small"), behavior("fol?er/*", "folder"), behavior("/*", "rest"));

    for (var expected :
        Map.of(
                "/small.css", "small",
                "/folder/deep/small.css", "small",
                "/folder/deep/x", "folder",
                "/folder", "rest",
                "/foler/x", "rest",
                "/Folder/x", "rest")
            .entrySet()) {
      assertThat(Http.header(Http.get(site, expected.getKey()), "x-behaviour"))
          .as(expected.getKey())
          .isEqualTo(expected.getValue());
    }
  }

  private void start(boolean compress) {
    start(
        new CloudFrontSpec.Behavior(
            "*",
            new CloudFrontSpec.Origin.Bucket(this::read),
            Set.of("GET", "HEAD"),
            Map.of("X-Frame-Options", "DENY"),
            compress));
  }

  private void start(CloudFrontSpec.Behavior... behaviors) {
    distribution =
        CloudFrontHosting.start(
            new CloudFrontSpec("index.html", List.of(behaviors)), BoundPort.any());
    site = distribution.endpoint();
  }

  private CloudFrontSpec.Behavior behavior(String pattern, String name) {
    return new CloudFrontSpec.Behavior(
        pattern,
        new CloudFrontSpec.Origin.Bucket(this::read),
        Set.of("GET", "HEAD"),
        Map.of("X-Behaviour", name),
        false);
  }

  private Optional<StoredObject> read(String key) throws ObjectReader.AccessDeniedException {
    if (key.equals("denied")) {
      throw new ObjectReader.AccessDeniedException("s3:GetObject is not granted");
    }
    return Optional.ofNullable(bucket.get(key));
  }

  private static StoredObject object(String content, String type, String etag) {
    return new StoredObject(content.getBytes(StandardCharsets.UTF_8), type, "max-age=60", etag);
  }
}
