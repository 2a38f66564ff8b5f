package dev.twinlens.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.models.BlobProperties;
import dev.twinlens.domain.copies.CopyMetadata;
import dev.twinlens.domain.copies.CopyName;
import dev.twinlens.domain.copies.ObjectAttributes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What S3 keeps with an object beside its bytes is with the copy too. */
final class BackupAttributesTest {
  private final BackupRig rig = new BackupRig();
  private final String key = "attributes/" + UUID.randomUUID();

  @Test
  void givesTheBlobTheContentHeadersOfTheObject() {
    copy(
        put()
            .contentType("image/png; x=\"1\"")
            .contentEncoding("identity")
            .contentLanguage("de-AT, en")
            .contentDisposition("attachment; filename=\"Katze ä.png\"".replace("ä", "%C3%A4"))
            .cacheControl("max-age=60, private"));

    BlobProperties blob = properties();
    assertThat(blob.getContentType()).isEqualTo("image/png; x=\"1\"");
    assertThat(blob.getContentEncoding()).isEqualTo("identity");
    assertThat(blob.getContentLanguage()).isEqualTo("de-AT, en");
    assertThat(blob.getContentDisposition()).isEqualTo("attachment; filename=\"Katze %C3%A4.png\"");
    assertThat(blob.getCacheControl()).isEqualTo("max-age=60, private");
    assertThat(CopyMetadata.attributes(blob.getMetadata())).isEqualTo(ObjectAttributes.NONE);
  }

  @Test
  void keepsTheUsersMetadata() {
    Map<String, String> metadata =
        Map.of("album", "Summer 2026", "long", "x".repeat(1900), "with-dash", "a=b;c");

    copy(put().metadata(metadata));

    assertThat(CopyMetadata.attributes(properties().getMetadata()).metadata()).isEqualTo(metadata);
  }

  @Test
  void keepsTags() {
    copy(put().tagging("album=Ferien%20%C3%9C&empty="));

    assertThat(CopyMetadata.attributes(properties().getMetadata()).tags())
        .isEqualTo(Map.of("album", "Ferien Ü", "empty", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no type", "application/octet-stream;;", "image/jpeg, image/png", "*"})
  void copiesAnObjectWithAnOddType(String contentType) {
    copy(put().contentType(contentType));

    assertThat(type()).isEqualTo(original().contentType());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "aws-chunked", "gzip, br", "no such coding"})
  void copiesAnObjectWithAnOddEncoding(String contentEncoding) {
    copy(put().contentEncoding(contentEncoding));

    String stored = original().contentEncoding();
    ObjectAttributes attributes = CopyMetadata.attributes(properties().getMetadata());
    assertThat(
            attributes
                .headers()
                .getOrDefault("content-encoding", properties().getContentEncoding()))
        .isEqualTo(stored);
  }

  @Test
  void putsIntoASecondBlobWhatTheMetadataHasNoRoomFor() {
    // The key needs the room.
    String longKey = "ä".repeat(500) + UUID.randomUUID().toString().substring(0, 8);

    rig.stack()
        .images()
        .s3()
        .putObject(
            request ->
                request
                    .bucket(rig.stack().images().name())
                    .key(longKey)
                    .metadata(Map.of("long", "y".repeat(1990))),
            RequestBody.fromString("x"));
    assertThat(rig.failures(rig.stack().uploadEvent(longKey))).isEmpty();

    String blob =
        rig.container().names().stream()
            .filter(name -> !CopyName.isOfAttributes(name))
            .findFirst()
            .orElseThrow();
    Map<String, String> stored = rig.container().properties(blob).getMetadata();
    ObjectAttributes attributes =
        CopyMetadata.hasSecondBlob(stored)
            ? ObjectAttributes.read(
                new String(
                    rig.container().content(CopyName.attributesOf(blob)), StandardCharsets.UTF_8))
            : CopyMetadata.attributes(stored);
    assertThat(attributes.metadata()).containsEntry("long", "y".repeat(1990));
  }

  private PutObjectRequest.Builder put() {
    return PutObjectRequest.builder().bucket(rig.stack().images().name()).key(key);
  }

  private void copy(PutObjectRequest.Builder request) {
    rig.stack().images().s3().putObject(request.build(), RequestBody.fromString("content"));
    assertThat(rig.failures(rig.stack().uploadEvent(key))).isEmpty();
    assertThat(rig.container().copy(key)).isEqualTo("content".getBytes(StandardCharsets.UTF_8));
  }

  private HeadObjectResponse original() {
    return rig.stack()
        .images()
        .s3()
        .headObject(request -> request.bucket(rig.stack().images().name()).key(key));
  }

  private String type() {
    return CopyMetadata.attributes(properties().getMetadata())
        .headers()
        .getOrDefault("content-type", properties().getContentType());
  }

  private BlobProperties properties() {
    return rig.container().properties(rig.container().blob(key));
  }
}
