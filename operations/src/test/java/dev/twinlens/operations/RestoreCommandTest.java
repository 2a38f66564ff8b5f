package dev.twinlens.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;

class RestoreCommandTest {
  private static final byte[] PHOTO = "a photo's bytes".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "other bytes".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path data;
  private OperationsRig rig;

  @BeforeEach
  void start() {
    rig = new OperationsRig(data);
  }

  @Test
  void bringsBackBytesHeadersMetadataAndTags() {
    Map<String, String> metadata = Map.of("place", "B%C3%A9ziers", "long", "x".repeat(1900));
    rig.upload(
        PutObjectRequest.builder()
            .key("a b/ü.jpg")
            .contentType("image/jpeg; odd=\"yes\"")
            .cacheControl("max-age=1")
            .contentDisposition("attachment; filename=\"cat.jpg\"")
            .contentLanguage("de")
            .contentEncoding("identity")
            .overrideConfiguration(c -> c.putHeader("Expires", "never"))
            .metadata(metadata)
            .tagging("owner=Ann&year=2026"),
        PHOTO);
    rig.backUp("a b/ü.jpg");
    for (String key : new String[] {"a//b", "dot.", "back\\slash", "empty"}) {
      rig.store(key, key.equals("empty") ? new byte[0] : PHOTO);
    }
    GetObjectResponse before = rig.stack().images().properties("a b/ü.jpg");
    rig.emptyImages();

    OperationsRig.Run run = rig.run("restore");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("5 restored");
    assertThat(rig.stack().images().keys())
        .containsExactlyInAnyOrder("a b/ü.jpg", "a//b", "dot.", "back\\slash", "empty");
    assertThat(rig.stack().images().bytes("a//b")).isEqualTo(PHOTO);
    GetObjectResponse after = rig.stack().images().properties("a b/ü.jpg");
    assertThat(after.metadata()).isEqualTo(metadata);
    assertThat(after.contentType()).isEqualTo(before.contentType());
    assertThat(after.cacheControl()).isEqualTo(before.cacheControl());
    assertThat(after.contentDisposition()).isEqualTo(before.contentDisposition());
    assertThat(after.contentLanguage()).isEqualTo(before.contentLanguage());
    assertThat(after.contentEncoding()).isEqualTo(before.contentEncoding());
    assertThat(after.expiresString()).isEqualTo("never");
    assertThat(
            rig.stack()
                .images()
                .s3()
                .getObjectTagging(get -> get.bucket(rig.stack().images().name()).key("a b/ü.jpg"))
                .tagSet())
        .extracting(Tag::key, Tag::value)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("owner", "Ann"),
            org.assertj.core.groups.Tuple.tuple("year", "2026"));
    assertThat(rig.run("restore").out()).contains("0 restored, 5 were there");
  }

  @Test
  void restoresTheNewestVersionAndTheTimeOfItsFirstUpload() {
    rig.store("cat.jpg", OTHER);
    rig.store("cat.jpg", PHOTO);
    String first = uploadedAt("cat.jpg");
    rig.emptyImages();

    assertThat(rig.run("restore", "--dry-run").out()).contains("would restore  cat.jpg");
    assertThat(rig.stack().images().has("cat.jpg")).isFalse();
    assertThat(rig.run("restore", "ca").exitCode()).isZero();

    assertThat(rig.stack().images().bytes("cat.jpg")).isEqualTo(PHOTO);
    rig.backUp("cat.jpg");
    assertThat(uploadedAt("cat.jpg")).isEqualTo(first);
    // The copy of the restored version has the first time too, so a second restore knows it.
    String newest = rig.blobs().stream().max(String::compareTo).orElseThrow();
    assertThat(rig.container().getBlobClient(newest).getProperties().getMetadata())
        .containsEntry(
            "uploadedat",
            rig.stack().table().summary("cat.jpg").get("Restored").m().get("UploadedAt").s());
    assertThat(rig.run("verify", "--read").exitCode()).isZero();
  }

  @Test
  void leavesDeletedPhotosDeletedUnlessAsked() {
    rig.store("marked.jpg", PHOTO);
    rig.stack().images().delete("marked.jpg");
    rig.store("tombstone.jpg", PHOTO);
    rig.stack().table().set("tombstone.jpg", "DeletedAt", "2026-11-21T08:00:00.000Z");
    rig.stack().images().destroy("tombstone.jpg", currentVersion("tombstone.jpg"));

    OperationsRig.Run run = rig.run("restore");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("0 restored", "2 deleted photos stay deleted");
    assertThat(rig.run("restore", "--deleted").out()).contains("2 restored");
    assertThat(rig.stack().images().keys())
        .containsExactlyInAnyOrder("marked.jpg", "tombstone.jpg");
  }

  @Test
  void bringsBackWhatWasDestroyedAndNotDeleted() {
    rig.store("cat.jpg", PHOTO);
    rig.stack().table().set("cat.jpg", "DeletedAt", "2026-11-21T08:00:00.000Z");
    rig.stack().table().set("cat.jpg", "Destroyed", "0055AED6DCD90281E5");
    rig.emptyImages();

    assertThat(rig.run("restore").out()).contains("1 restored");

    assertThat(rig.stack().images().bytes("cat.jpg")).isEqualTo(PHOTO);
  }

  @Test
  void refusesADamagedCopyAndTakesItsRepair() {
    rig.store("cat.jpg", PHOTO);
    String blob = rig.blob("cat.jpg");
    Map<String, String> metadata =
        rig.container().getBlobClient(blob).getProperties().getMetadata();
    rig.damage(blob, OTHER);
    rig.emptyImages();

    OperationsRig.Run damaged = rig.run("restore");

    assertThat(damaged.exitCode()).isEqualTo(1);
    assertThat(damaged.out()).contains("failed  cat.jpg", "damaged");
    assertThat(rig.stack().images().has("cat.jpg")).isFalse();
    String repair = blob.replace(".bin", "-r2.bin");
    rig.container().getBlobClient(repair).upload(com.azure.core.util.BinaryData.fromBytes(PHOTO));
    rig.container().getBlobClient(repair).setMetadata(metadata);
    assertThat(rig.run("restore").exitCode()).isZero();
    assertThat(rig.stack().images().bytes("cat.jpg")).isEqualTo(PHOTO);
  }

  @Test
  void replacesAnOlderVersionThatShowsAfterTheNewestWasDestroyed() {
    rig.store("cat.jpg", OTHER);
    rig.stack().images().destroy("cat.jpg", rig.store("cat.jpg", PHOTO));

    assertThat(rig.run("restore").out()).contains("1 restored");
    assertThat(rig.stack().images().bytes("cat.jpg")).isEqualTo(PHOTO);
  }

  @Test
  void keepsAnObjectThatIsNewerThanTheNewestCopy() {
    rig.store("cat.jpg", PHOTO);
    rig.upload("cat.jpg", OTHER);

    assertThat(rig.run("restore").out()).contains("newer  cat.jpg");
    assertThat(rig.stack().images().bytes("cat.jpg")).isEqualTo(OTHER);
  }

  private String uploadedAt(String key) {
    return rig.stack().table().summary(key).get("UploadedAt").s();
  }

  private String currentVersion(String key) {
    return rig.stack().images().properties(key).versionId();
  }
}
