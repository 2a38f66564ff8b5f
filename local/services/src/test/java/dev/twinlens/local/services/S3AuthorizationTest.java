package dev.twinlens.local.services;

import static dev.twinlens.local.services.Role.policy;
import static dev.twinlens.local.services.Role.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

class S3AuthorizationTest extends S3AuthorizationTestCase {
  @Test
  void allowsARoleWhatItsPolicyAllowsAndNothingElse() {
    role.may("s3:GetObject", arn(mine, "c*"));

    assertThat(get(s3, mine, "cat")).isEqualTo("cat");
    assertDenied(() -> get(s3, other, "secret"));
    assertDenied(() -> get(s3, mine, "dog"));
    assertDenied(() -> s3.getObjectAsBytes(get -> get.bucket(mine).key("cat").versionId(version)));
    assertDenied(() -> put(s3, mine, "cat"));
    assertDenied(() -> s3.deleteObject(delete -> delete.bucket(mine).key("cat")));
    assertDenied(() -> s3.listObjectsV2(list -> list.bucket(mine)));
    assertDenied(s3::listBuckets);
    assertDenied(() -> s3.getBucketPolicy(get -> get.bucket(mine)));
    assertDenied(() -> s3.deleteBucketCors(delete -> delete.bucket(mine)));
    assertDenied(() -> s3.createBucket(create -> create.bucket("new-" + mine)));
    assertDenied(() -> s3.deleteBucket(delete -> delete.bucket(other)));
    assertThat(role.denials())
        .contains("s3:GetObject " + arn(other, "secret"), "s3:ListAllMyBuckets *");
  }

  @Test
  void sendsTheErrorsOfS3() throws Exception {
    HttpResponse<String> answer = raw(role.key).send("GET", "/" + mine + "/cat");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/xml");
    assertThat(answer.body())
        .contains("<Code>AccessDenied</Code>")
        .contains("is not authorized to perform: s3:GetObject on resource: " + arn(mine, "cat"))
        .contains("because no identity-based policy allows the s3:GetObject action");
  }

  @Test
  void hidesAbsentObjectsFromCallersThatMayNotList() {
    List<Consumer<S3Client>> reads =
        List.of(
            client -> client.getObjectAsBytes(get -> get.bucket(mine).key("no")),
            client -> client.headObject(head -> head.bucket(mine).key("no")),
            client -> client.getObjectAsBytes(g -> g.bucket(mine).key("cat").versionId(UNKNOWN)),
            client -> client.headObject(head -> head.bucket(mine).key("cat").versionId(UNKNOWN)));
    String read = statement("Allow", "s3:GetObject s3:GetObjectVersion", arn(mine, "*"));

    role.hasPolicy(policy(read, statement("Allow", "s3:ListBucket", "arn:aws:s3:::" + other)));
    assertThat(reads).allSatisfy(one -> assertStatus(403, () -> one.accept(s3)));
    assertThat(role.denials()).contains("s3:ListBucket arn:aws:s3:::" + mine);

    role.hasPolicy(policy(read, statement("Allow", "s3:ListBucket", "arn:aws:s3:::" + mine)));
    assertThat(reads).allSatisfy(one -> assertStatus(404, () -> one.accept(s3)));
  }

  @Test
  void copyingHidesAbsentSourcesFromCallersThatMayNotListTheirBucket() {
    String copy = statement("Allow", "s3:GetObject s3:PutObject", arn(mine, "*"), arn(other, "*"));

    role.hasPolicy(policy(copy, statement("Allow", "s3:ListBucket", "arn:aws:s3:::" + mine)));
    assertStatus(403, () -> copy(other, "no", mine, "copy", ""));

    role.hasPolicy(policy(copy, statement("Allow", "s3:ListBucket", "arn:aws:s3:::" + other)));
    assertStatus(404, () -> copy(other, "no", mine, "copy", ""));
  }

  /** A caller that may read a configuration learns that it is absent. */
  @Test
  void reportsAnAbsentConfiguration() {
    role.may("s3:GetBucketPolicy s3:GetBucketCORS", "arn:aws:s3:::" + mine);

    assertStatus(404, () -> s3.getBucketPolicy(get -> get.bucket(mine)));
    assertStatus(404, () -> s3.getBucketCors(get -> get.bucket(mine)));
  }

  @Test
  void copyingNeedsReadPermissionForTheVersionOfTheSource() {
    String writing = statement("Allow", "s3:PutObject", arn(other, "copy"));

    role.hasPolicy(policy(writing));
    assertDenied(() -> copy(mine, "cat", other, "copy", ""));

    role.hasPolicy(policy(writing, statement("Allow", "s3:GetObject", arn(mine, "cat"))));
    copy(mine, "cat", other, "copy", "");
    assertDenied(() -> copy(mine, "cat", other, "copy", version));
    assertDenied(() -> copy(mine, "cat", other, "another", ""));
    assertDenied(() -> copy(other, "secret", other, "copy", ""));

    role.hasPolicy(policy(writing, statement("Allow", "s3:GetObjectVersion", arn(mine, "cat"))));
    copy(mine, "cat", other, "copy", version);
    assertThat(get(administrator, other, "copy")).isEqualTo("cat");
  }

  @Test
  void comparingAnETagNeedsReadPermission() {
    String eTag = administrator.headObject(head -> head.bucket(mine).key("cat")).eTag();
    String writing = statement("Allow", "s3:PutObject s3:DeleteObject", arn(mine, "*"));
    List<Runnable> comparing =
        List.of(
            () ->
                s3.putObject(
                    put -> put.bucket(mine).key("cat").ifMatch(eTag),
                    RequestBody.fromString("cat")),
            () -> s3.deleteObject(delete -> delete.bucket(mine).key("cat").ifMatch(eTag)));

    role.hasPolicy(policy(writing));
    assertThat(comparing).allSatisfy(one -> assertDenied(one::run));

    role.hasPolicy(policy(writing, statement("Allow", "s3:GetObject", arn(mine, "*"))));
    comparing.forEach(Runnable::run);
  }

  @Test
  void deletesTheObjectsThatTheCallerMayDelete() {
    put(administrator, mine, "cats/1");
    String eTag = put(administrator, mine, "cats/2");
    role.may("s3:DeleteObject", arn(mine, "cats/*"));

    DeleteObjectsResponse answer =
        s3.deleteObjects(
            delete ->
                delete
                    .bucket(mine)
                    .delete(
                        all ->
                            all.objects(
                                object("cats/1").build(),
                                object("cat").build(),
                                object("cats/2").versionId(UNKNOWN).build())));

    assertThat(answer.deleted()).extracting(DeletedObject::key).containsExactly("cats/1");
    assertThat(answer.errors())
        .extracting(S3Error::key, S3Error::code)
        .containsExactly(tuple("cat", "AccessDenied"), tuple("cats/2", "AccessDenied"));
    assertThat(role.denials())
        .containsExactly(
            "s3:DeleteObject " + arn(mine, "cat"), "s3:DeleteObjectVersion " + arn(mine, "cats/2"));
    assertThat(keys(mine)).containsExactly("cat", "cats/2");

    assertThat(deleteIfMatch(s3, "cats/2", eTag).errors())
        .extracting(S3Error::code)
        .containsExactly("AccessDenied");
    assertThat(deleteIfMatch(administrator, "cats/2", eTag).errors()).isEmpty();
    assertThat(keys(mine)).containsExactly("cat");
  }

  private DeleteObjectsResponse deleteIfMatch(S3Client client, String key, String eTag) {
    return client.deleteObjects(
        delete -> delete.bucket(mine).delete(all -> all.objects(object(key).eTag(eTag).build())));
  }

  private static ObjectIdentifier.Builder object(String key) {
    return ObjectIdentifier.builder().key(key);
  }

  private void copy(String from, String key, String to, String toKey, String sourceVersion) {
    CopyObjectRequest.Builder copy =
        CopyObjectRequest.builder()
            .sourceBucket(from)
            .sourceKey(key)
            .destinationBucket(to)
            .destinationKey(toKey);
    s3.copyObject((sourceVersion.isEmpty() ? copy : copy.sourceVersionId(sourceVersion)).build());
  }
}
