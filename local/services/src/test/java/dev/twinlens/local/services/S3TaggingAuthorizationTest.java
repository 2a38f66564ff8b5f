package dev.twinlens.local.services;

import static dev.twinlens.local.services.Role.policy;
import static dev.twinlens.local.services.Role.statement;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

class S3TaggingAuthorizationTest extends S3AuthorizationTestCase {
  private static final Tagging RED =
      Tagging.builder().tagSet(Tag.builder().key("colour").value("red").build()).build();

  @BeforeEach
  void tagTheObject() {
    administrator.putObjectTagging(put -> put.bucket(mine).key("cat").tagging(RED));
  }

  @Test
  void anUploadWithTagsNeedsThePermissionToTag() {
    role.may("s3:PutObject", arn(mine, "*"));
    assertDenied(this::putTagged);
    assertThat(role.denials()).containsExactly("s3:PutObjectTagging " + arn(mine, "dog"));

    role.may("s3:PutObjectTagging", arn(mine, "*"));
    assertDenied(this::putTagged);

    role.may("s3:PutObject s3:PutObjectTagging", arn(mine, "*"));
    putTagged();
  }

  @Test
  void eachOperationNeedsItsPermission() {
    role.may("s3:GetObjectTagging", arn(mine, "cat"));
    assertThat(s3.getObjectTagging(get -> get.bucket(mine).key("cat")).tagSet()).hasSize(1);
    assertDenied(() -> s3.getObjectTagging(g -> g.bucket(mine).key("cat").versionId(version)));

    role.may("s3:GetObjectVersionTagging", arn(mine, "cat"));
    assertDenied(() -> s3.getObjectTagging(get -> get.bucket(mine).key("cat")));
    s3.getObjectTagging(get -> get.bucket(mine).key("cat").versionId(version));

    role.may("s3:PutObjectTagging", arn(mine, "cat"));
    s3.putObjectTagging(put -> put.bucket(mine).key("cat").tagging(RED));
    assertDenied(
        () -> s3.putObjectTagging(p -> p.bucket(mine).key("cat").versionId(version).tagging(RED)));
    assertDenied(() -> s3.deleteObjectTagging(delete -> delete.bucket(mine).key("cat")));

    role.may("s3:PutObjectVersionTagging", arn(mine, "cat"));
    s3.putObjectTagging(p -> p.bucket(mine).key("cat").versionId(version).tagging(RED));

    role.may("s3:DeleteObjectTagging", arn(mine, "cat"));
    s3.deleteObjectTagging(delete -> delete.bucket(mine).key("cat"));
    assertDenied(() -> s3.deleteObjectTagging(d -> d.bucket(mine).key("cat").versionId(version)));

    role.may("s3:DeleteObjectVersionTagging", arn(mine, "cat"));
    s3.deleteObjectTagging(d -> d.bucket(mine).key("cat").versionId(version));
  }

  /** Neither a use of the permission nor a denial: reading does not need it. */
  @Test
  void onlyCallersThatMayReadTheTagsSeeTheirNumber() {
    role.may("s3:GetObject", arn(mine, "*"));
    assertThat(s3.headObject(head -> head.bucket(mine).key("cat")).tagCount()).isNull();
    assertThat(s3.getObjectAsBytes(g -> g.bucket(mine).key("cat")).response().tagCount()).isNull();
    assertThat(role.denials()).isEmpty();

    role.may("s3:GetObject s3:GetObjectTagging", arn(mine, "*"));
    assertThat(s3.headObject(head -> head.bucket(mine).key("cat")).tagCount()).isEqualTo(1);

    role.may("s3:GetObjectVersion s3:GetObjectTagging", arn(mine, "*"));
    assertThat(s3.headObject(head -> head.bucket(mine).key("cat").versionId(version)).tagCount())
        .isNull();
    role.may("s3:GetObjectVersion s3:GetObjectVersionTagging", arn(mine, "*"));
    assertThat(s3.headObject(head -> head.bucket(mine).key("cat").versionId(version)).tagCount())
        .isEqualTo(1);
  }

  @Test
  void copyingTagsNeedsThePermissionsToReadAndToWriteThem() {
    String copying = statement("Allow", "s3:GetObject s3:PutObject", arn(mine, "*"));
    role.hasPolicy(policy(copying));
    assertDenied(this::copy);
    role.hasPolicy(policy(copying, statement("Allow", "s3:GetObjectTagging", arn(mine, "cat"))));
    assertDenied(this::copy);
    role.hasPolicy(
        policy(
            copying,
            statement("Allow", "s3:GetObjectTagging", arn(mine, "cat")),
            statement("Allow", "s3:PutObjectTagging", arn(mine, "copy"))));
    copy();

    administrator.deleteObjectTagging(delete -> delete.bucket(mine).key("cat"));
    role.hasPolicy(policy(copying));
    copy();
  }

  @Test
  void hidesAbsentObjectsFromCallersThatMayNotList() {
    String tagging = statement("Allow", "s3:GetObjectTagging s3:PutObjectTagging", arn(mine, "*"));

    role.hasPolicy(policy(tagging));
    assertStatus(403, () -> s3.getObjectTagging(get -> get.bucket(mine).key("no")));
    assertStatus(403, () -> s3.putObjectTagging(p -> p.bucket(mine).key("no").tagging(RED)));

    role.hasPolicy(policy(tagging, statement("Allow", "s3:ListBucket", "arn:aws:s3:::" + mine)));
    assertStatus(404, () -> s3.getObjectTagging(get -> get.bucket(mine).key("no")));
    assertStatus(404, () -> s3.putObjectTagging(p -> p.bucket(mine).key("no").tagging(RED)));
  }

  private void putTagged() {
    s3.putObject(put -> put.bucket(mine).key("dog").tagging(RED), RequestBody.fromString("dog"));
  }

  private void copy() {
    s3.copyObject(
        copy ->
            copy.sourceBucket(mine)
                .sourceKey("cat")
                .destinationBucket(mine)
                .destinationKey("copy"));
  }
}
