package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

class S3MultipartAuthorizationTest extends S3AuthorizationTestCase {
  @Test
  void eachStepOfAMultipartUploadNeedsItsPermission() {
    role.may("s3:PutObject", arn(mine, "big"));
    String upload = s3.createMultipartUpload(create -> create.bucket(mine).key("big")).uploadId();
    String eTag = uploadPart(s3, "big", upload);
    assertDenied(() -> s3.listParts(list -> list.bucket(mine).key("big").uploadId(upload)));
    assertDenied(() -> s3.listMultipartUploads(list -> list.bucket(mine)));
    assertDenied(
        () -> s3.abortMultipartUpload(abort -> abort.bucket(mine).key("big").uploadId(upload)));

    role.may("s3:ListMultipartUploadParts", arn(mine, "big"));
    assertThat(s3.listParts(list -> list.bucket(mine).key("big").uploadId(upload)).parts())
        .hasSize(1);
    assertDenied(() -> s3.createMultipartUpload(create -> create.bucket(mine).key("big")));
    assertDenied(() -> uploadPart(s3, "big", upload));
    assertDenied(() -> complete(s3, "big", upload, eTag));

    role.may("s3:PutObject", arn(mine, "big"));
    complete(s3, "big", upload, eTag);
    assertThat(get(administrator, mine, "big")).isEqualTo("part");

    role.may("s3:AbortMultipartUpload", arn(mine, "big"));
    String another =
        administrator.createMultipartUpload(create -> create.bucket(mine).key("big")).uploadId();
    s3.abortMultipartUpload(abort -> abort.bucket(mine).key("big").uploadId(another));
  }

  @Test
  void deniesAccessToTheUploadOfAnotherKey() {
    role.may("s3:PutObject s3:AbortMultipartUpload s3:ListMultipartUploadParts", arn(mine, "a"));
    String upload =
        administrator.createMultipartUpload(create -> create.bucket(mine).key("b")).uploadId();
    String eTag = uploadPart(administrator, "b", upload);

    assertDenied(() -> uploadPart(s3, "b", upload));
    assertDenied(() -> complete(s3, "b", upload, eTag));
    assertDenied(
        () -> s3.abortMultipartUpload(abort -> abort.bucket(mine).key("b").uploadId(upload)));
    assertStatus(404, () -> uploadPart(s3, "a", upload));
    assertStatus(404, () -> complete(s3, "a", upload, eTag));
    assertStatus(404, () -> s3.listParts(list -> list.bucket(mine).key("a").uploadId(upload)));
    assertStatus(
        404, () -> s3.abortMultipartUpload(abort -> abort.bucket(mine).key("a").uploadId(upload)));

    complete(administrator, "b", upload, eTag);
    assertThat(get(administrator, mine, "b")).isEqualTo("part");
  }

  @Test
  void copyingAPartNeedsReadPermissionForItsSource() {
    role.may("s3:PutObject", arn(mine, "big"));
    String upload = s3.createMultipartUpload(create -> create.bucket(mine).key("big")).uploadId();

    assertDenied(
        () ->
            s3.uploadPartCopy(
                part ->
                    part.sourceBucket(other)
                        .sourceKey("secret")
                        .destinationBucket(mine)
                        .destinationKey("big")
                        .uploadId(upload)
                        .partNumber(1)));
  }

  private String uploadPart(S3Client client, String key, String upload) {
    return client
        .uploadPart(
            part -> part.bucket(mine).key(key).uploadId(upload).partNumber(1),
            RequestBody.fromString("part"))
        .eTag();
  }

  private void complete(S3Client client, String key, String upload, String eTag) {
    client.completeMultipartUpload(
        complete ->
            complete
                .bucket(mine)
                .key(key)
                .uploadId(upload)
                .multipartUpload(
                    all -> all.parts(CompletedPart.builder().partNumber(1).eTag(eTag).build())));
  }
}
