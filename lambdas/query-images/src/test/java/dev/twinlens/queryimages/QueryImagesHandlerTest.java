package dev.twinlens.queryimages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.testing.ApiResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One image, and what holds for every request. */
final class QueryImagesHandlerTest {
  private final QueryRig rig = new QueryRig();

  @Test
  void isHealthy() {
    assertThat(rig.get("GET /health").body()).isEqualTo("{\"status\":\"ok\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-21/x/cat.png", "a b+c%20/😀 ü.png", "*", "*labels"})
  void returnsOneImageWithEverythingThatIsKnownOfIt(String key) throws Exception {
    byte[] photo = Photos.read("chelsea.png");
    String version = rig.classified(key, photo);
    rig.stack().images().put(key, Photos.text("overwritten, and not classified yet"), "text/plain");
    rig.backedUp(key, version);

    ApiResult response = rig.one(key);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("content-type", "application/json");
    Map<String, Object> image = response.json();
    assertThat(image)
        .containsEntry("key", key)
        .containsEntry("status", "labelled")
        .containsEntry("contentType", "image/png")
        .containsEntry("size", photo.length)
        .containsEntry("versionId", version)
        .containsEntry("uploadedAt", "2026-11-21T08:00:00.123Z")
        .containsEntry("sha256", Hashes.sha256Base64(photo))
        .containsEntry(
            "backup",
            Map.of(
                "url",
                "https://azure/x",
                "md5",
                "JPeCHn27VloFqVA+WD4OVg==",
                "sha256",
                "XBAs7h256hC9FXjzcITa03l5MG7TPSrAgnoX7IBU3cc=",
                "at",
                "2026-11-21T08:00:05.000Z"))
        .doesNotContainKey("error");
    Map<?, ?> cat = (Map<?, ?>) ((List<?>) image.get("labels")).get(0);
    assertThat((List<?>) cat.get("instances")).isNotEmpty();

    HttpResponse<byte[]> view = fetch((String) image.get("url"));
    assertThat(view.body()).isEqualTo(photo);
    assertThat(view.headers().firstValue("content-type")).contains("image/png");
    assertThat(view.headers().firstValue("content-disposition").orElse("")).startsWith("inline");
    HttpResponse<byte[]> result = fetch((String) image.get("resultUrl"));
    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(new String(result.body(), StandardCharsets.UTF_8)).contains("BoundingBox");
  }

  @Test
  void offersTheThumbnailOfThisVersionOnlyForOneImageAndInLists() throws Exception {
    String version = rig.classified("cat.png", Photos.read("chelsea.png"));
    rig.stack()
        .results()
        .put("thumbnails/cat.png.jpg", "small".getBytes(StandardCharsets.UTF_8), "image/jpeg");
    rig.thumbnail("cat.png", version);

    for (Map<?, ?> image :
        List.of(
            rig.one("cat.png").json(),
            (Map<?, ?>) rig.items(Map.of()).get(0),
            (Map<?, ?>) rig.items(Map.of("label", "Cat")).get(0))) {
      assertThat(fetch((String) image.get("thumbnailUrl")).body()).asString().isEqualTo("small");
    }
    rig.thumbnail("cat.png", "another");
    assertThat(rig.one("cat.png").json()).doesNotContainKey("thumbnailUrl");
  }

  @Test
  void marksAnImageAsDeletableWhereDeletionIsAllowed() {
    rig.classified("cat.png", Photos.read("chelsea.png"));
    assertThat(rig.one("cat.png").json()).doesNotContainKey("deletable");
    rig.allowDelete();

    assertThat(rig.one("cat.png").json()).containsEntry("deletable", true);
  }

  @Test
  void showsNoDeletedImage() {
    rig.classified("cat.png", Photos.read("chelsea.png"));
    rig.deleted("cat.png");

    assertThat(rig.one("cat.png").status()).isEqualTo(404);
    assertThat(rig.items(Map.of())).isEmpty();
    assertThat(rig.items(Map.of("label", "Cat"))).isEmpty();
  }

  @Test
  void putsTheMostCertainLabelFirst() {
    rig.classified("four.jpg", Photos.read("four.jpg"));

    List<Double> confidences =
        ((List<?>) rig.one("four.jpg").json().get("labels"))
            .stream().map(label -> (Double) ((Map<?, ?>) label).get("confidence")).toList();

    assertThat(confidences).hasSizeGreaterThan(2).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void returnsWhyAnImageWasRejectedAndOffersItForSavingOnly() throws Exception {
    rig.classified("page.html", Photos.text("<script>alert(1)</script>"));

    Map<String, Object> image = rig.one("page.html").json();

    assertThat(image).containsEntry("status", "rejected").doesNotContainKey("resultUrl");
    assertThat(image.get("error").toString()).contains("not an image");
    assertThat(
            fetch((String) image.get("url")).headers().firstValue("content-disposition").orElse(""))
        .startsWith("attachment");
  }

  @Test
  void leavesOutABackupOfAnotherVersion() {
    rig.classified("cat.png", Photos.read("chelsea.png"));
    rig.backedUp("cat.png", "an older version");

    assertThat(rig.one("cat.png").json()).doesNotContainKey("backup");
  }

  @Test
  void returnsSinceWhenAndWhyACopyIsLateUntilThereIsOne() {
    String version = rig.classified("late.png", Photos.read("chelsea.png"));
    rig.late("late.png", version, "01");
    Map<String, String> late =
        Map.of(
            "task", "copy",
            "since", "2026-11-21T08:00:04.000Z",
            "because", "Azure Blob Storage does not answer.");

    assertThat(rig.one("late.png").json()).containsEntry("late", List.of(late));
    assertThat(rig.items(Map.of()))
        .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("late", List.of(late));

    rig.backedUp("late.png", version);

    assertThat(rig.one("late.png").json()).containsKey("backup").doesNotContainKey("late");
  }

  @Test
  void returnsThatANewerVersionIsLateAndNotAnOlderOne() {
    rig.classified("replaced.png", Photos.read("chelsea.png"));
    rig.late("replaced.png", "a newer version", "02");
    assertThat(rig.one("replaced.png").json()).containsKey("late");

    rig.late("replaced.png", "an older version", "00");

    assertThat(rig.one("replaced.png").json()).doesNotContainKey("late");
  }

  @Test
  void returnsWhyAnImageWillNeverHaveACopy() {
    String version = rig.classified("large.png", Photos.read("chelsea.png"));
    rig.refused("large.png", version, "The file has 6,000 MiB.");

    assertThat(rig.one("large.png").json())
        .containsEntry("backupError", "The file has 6,000 MiB.")
        .doesNotContainKey("backup");
  }

  @Test
  void respondsToAnUnknownKeyWith404() {
    ApiResult response = rig.one("no such/image.jpg");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(response.json().get("detail").toString()).contains("no such/image.jpg");
  }

  @Test
  void respondsToAKeyThatIsOnlyClaimedWith404() {
    rig.table().update(RowUpdate.ofSummary("claimed").set("ClaimedBy", "another"));

    assertThat(rig.one("claimed").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "*labels"})
  void respondsToThePartitionOfAListWith404WhenNoImageHasThatKey(String partition) {
    rig.image("cat.png", "2026-11-21T08:00:00.000Z", 90);

    assertThat(rig.one(partition).status()).isEqualTo(404);
  }

  @Test
  void respondsToTheUnexpectedWithAProblem() {
    rig.faults().refuse(request -> true);

    ApiResult response = rig.list(Map.of());

    assertThat(response.status()).isEqualTo(500);
    assertThat(response.json()).containsEntry("requestId", "request-1");
  }

  @Test
  void neverLogsAPresignedUrl() {
    rig.image("one", "2026-11-21T08:00:00.000Z", 90);
    rig.list(Map.of());

    assertThat(rig.lines())
        .isNotEmpty()
        .noneSatisfy(line -> assertThat(line).containsIgnoringCase("x-amz"));
  }

  private static HttpResponse<byte[]> fetch(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }
}
