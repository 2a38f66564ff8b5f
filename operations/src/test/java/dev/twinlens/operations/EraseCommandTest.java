package dev.twinlens.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.AnswerTable;
import dev.twinlens.domain.catalog.ImageTable;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EraseCommandTest {
  private static final byte[] PHOTO = "a photo's bytes".getBytes(StandardCharsets.UTF_8);

  private static final Pattern UNTIL =
      Pattern.compile(
          "Azure keeps ann/cat\\.jpg/\\S+ until (\\S+), and nothing of its photo was removed\\.");

  @TempDir private Path data;
  private OperationsRig rig;

  @BeforeEach
  void start() {
    rig = new OperationsRig(data);
    for (String key : new String[] {"ann/cat.jpg", "ann/cat.jpg.old", "bob/cat.jpg"}) {
      rig.store(key, PHOTO);
      rig.stack().results().put("results/" + key + ".json", PHOTO, "application/json");
      rig.stack().results().put("thumbnails/" + key + ".jpg", PHOTO, "image/jpeg");
      rig.stack().table().set(key, "Status", "labelled");
    }
  }

  @Test
  void removesEverythingOfOnePhotoAndNothingElse() {
    rig.stack().images().delete("ann/cat.jpg");

    OperationsRig.Run run = rig.run("erase", "ann/cat.jpg", "--yes");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(versions("ann/cat.jpg")).isZero();
    assertThat(rig.blobs()).noneMatch(name -> name.startsWith("ann/cat.jpg/")).hasSize(2);
    assertThat(rig.stack().results().keys())
        .hasSize(4)
        .noneMatch(
            key -> key.contains("ann/cat.jpg.json") || key.equals("thumbnails/ann/cat.jpg.jpg"));
    assertThat(rig.stack().table().rows("ann/cat.jpg")).isEmpty();
    assertThat(rig.stack().table().rows("*copies#ann/cat.jpg")).isEmpty();
    assertThat(rig.stack().table().rows("ann/cat.jpg.old")).isNotEmpty();
    assertThat(run.out().lines())
        .allMatch(line -> line.startsWith("{\"removed\":"))
        // A version and its marker, a copy, a result, a thumbnail, the summary, the copy's row.
        .hasSize(7);
    assertThat(rig.run("erase", "ann/cat.jpg", "--yes").out()).isEmpty();
    assertThat(rig.run("verify").exitCode()).isZero();
  }

  @Test
  void removesAllOfAnOwner() {
    assertThat(rig.run("erase", "--prefix", "ann/", "--yes").exitCode()).isZero();

    assertThat(rig.stack().images().keys()).containsExactly("bob/cat.jpg");
    assertThat(rig.blobs()).hasSize(1).allMatch(name -> name.startsWith("bob/cat.jpg/"));
  }

  @Test
  void removesNothingOfAPhotoWhileAzureKeepsACopy() {
    rig.store("ann/cat.jpg", "other bytes".getBytes(StandardCharsets.UTF_8));
    rig.makeCopiesImmutable(30);
    List<String> blobs = rig.blobs();
    List<String> results = rig.stack().results().keys();

    OperationsRig.Run run = rig.run("erase", "ann/cat.jpg", "--yes");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    Instant soonest = Instant.now().plus(29, ChronoUnit.DAYS);
    assertThat(UNTIL.matcher(run.err()).results())
        .singleElement()
        .satisfies(until -> assertThat(Instant.parse(until.group(1))).isAfter(soonest));
    assertThat(versions("ann/cat.jpg")).isEqualTo(2);
    assertThat(rig.blobs()).isEqualTo(blobs);
    assertThat(rig.stack().results().keys()).isEqualTo(results);
    assertThat(rig.stack().table().rows("ann/cat.jpg")).isNotEmpty();
    assertThat(rig.stack().table().rows("*copies#ann/cat.jpg")).hasSize(2);
  }

  @Test
  void removesTheRowsOfWhatHasNeitherObjectNorCopy() {
    new AnswerTable(new ImageTable(rig.stack().table().dynamoDb(), rig.stack().table().name()))
        .record("aGFzaA==", "ann/cat.jpg");
    rig.emptyImages();
    rig.blobs().forEach(name -> rig.container().getBlobClient(name).delete());
    rig.stack().table().set("ann/cat.jpg", "DeletedAt", "2026-11-21T08:00:00.000Z");

    OperationsRig.Run run = rig.run("erase", "--prefix", "ann/", "--yes");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("\"*copies#ann/cat.jpg\"", "\"ann/cat.jpg.old\"", "\"*sha256#aGFzaA==\"")
        .doesNotContain("bob/");
    for (String key : new String[] {"ann/cat.jpg", "ann/cat.jpg.old"}) {
      assertThat(rig.stack().table().rows(key)).isEmpty();
      assertThat(rig.stack().table().rows("*copies#" + key)).isEmpty();
    }
    assertThat(rig.stack().table().rows("*sha256#aGFzaA==")).isEmpty();
    assertThat(rig.stack().table().rows("bob/cat.jpg")).isNotEmpty();
    assertThat(rig.run("erase", "--prefix", "ann/", "--yes").out()).isEmpty();
  }

  @Test
  void asksFirst() {
    InputStream former = System.in;
    System.setIn(new ByteArrayInputStream("no\n".getBytes(StandardCharsets.UTF_8)));
    try {
      OperationsRig.Run run = rig.run("erase", "ann/cat.jpg");

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("Remove ann/cat.jpg from both clouds", "Nothing was removed");
      assertThat(rig.stack().images().has("ann/cat.jpg")).isTrue();
    } finally {
      System.setIn(former);
    }
  }

  private long versions(String key) {
    var page =
        rig.stack()
            .images()
            .s3()
            .listObjectVersions(list -> list.bucket(rig.stack().images().name()).prefix(key));
    return page.versions().stream().filter(version -> version.key().equals(key)).count()
        + page.deleteMarkers().stream().filter(marker -> marker.key().equals(key)).count();
  }
}
