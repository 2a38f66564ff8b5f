package dev.twinlens.local.services;

import static dev.twinlens.local.services.Role.policy;
import static dev.twinlens.local.services.Role.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.twinlens.local.services.auth.AccessKey;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketAccelerateStatus;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3AuthorizationTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private static final Duration HOUR = Duration.ofHours(1);

  /** The id of no version. */
  private static final String UNKNOWN = "A".repeat(32);

  private static final String SECRET = "secret-" + UUID.randomUUID();

  private final S3Client administrator = AWS.clients().s3();
  private final Role role = new Role(AWS.services());
  private final S3Client s3 = role.clients().s3();
  private final String mine = "mine-" + UUID.randomUUID();
  private final String other = "other-" + UUID.randomUUID();
  private String version = "";

  @BeforeEach
  void storeOneObjectInEachBucket() {
    for (String bucket : List.of(mine, other)) {
      administrator.createBucket(create -> create.bucket(bucket));
      administrator.putBucketVersioning(
          put ->
              put.bucket(bucket)
                  .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    }
    version =
        administrator
            .putObject(put -> put.bucket(mine).key("cat"), RequestBody.fromString("cat"))
            .versionId();
    administrator.putObject(put -> put.bucket(other).key("secret"), RequestBody.fromString(SECRET));
  }

  @Test
  void aRoleMayDoWhatItsPolicySaysAndNothingElse() {
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
  void deniesInS3sWords() throws Exception {
    HttpResponse<String> answer = raw(role.key).send("GET", "/" + mine + "/cat");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/xml");
    assertThat(answer.body())
        .contains("<Code>AccessDenied</Code>")
        .contains("is not authorized to perform: s3:GetObject on resource: " + arn(mine, "cat"))
        .contains("because no identity-based policy allows the s3:GetObject action");
  }

  @Test
  void aBucketsPolicyThatNamesTheRoleIsEnough() {
    putPolicy(mine, "Allow", "{\"AWS\": \"" + role.arn + "\"}", "s3:GetObject", "{}");

    assertThat(get(s3, mine, "cat")).isEqualTo("cat");
    assertDenied(() -> put(s3, mine, "cat"));
    assertDenied(() -> get(new Role(AWS.services()).clients().s3(), mine, "cat"));
  }

  @Test
  void aDenyOfTheBucketOutweighs() {
    role.may("s3:*", "*");
    putPolicy(mine, "Deny", "\"*\"", "s3:GetObject", "{}");

    assertDenied(() -> get(s3, mine, "cat"));
    assertDenied(() -> get(administrator, mine, "cat"));
    assertThat(get(s3, other, "secret")).isEqualTo(SECRET);
  }

  /** What cannot be decided here is decided against the caller. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"StringSounds\": {\"s3:authType\": \"REST-HEADER\"}}",
        "{\"NumericLessThan\": {\"s3:TlsVersion\": \"1.2\"}}",
        "{\"Null\": {\"s3:x-amz-server-side-encryption\": \"false\"}}"
      })
  void aConditionThatCannotBeDecidedDenies(String condition) {
    putPolicy(mine, "Allow", "{\"AWS\": \"" + role.arn + "\"}", "s3:GetObject", condition);
    assertDenied(() -> get(s3, mine, "cat"));

    role.may("s3:GetObject", "*");
    assertThat(get(s3, mine, "cat")).isEqualTo("cat");
    putPolicy(mine, "Deny", "\"*\"", "s3:GetObject", condition);
    assertDenied(() -> get(s3, mine, "cat"));
  }

  @Test
  void aPolicyCanDemandTls() {
    role.may("s3:*", "*");
    S3Client plain = new Clients(AWS.services().plainEndpoint(), role.key).s3();
    assertThat(get(plain, mine, "cat")).isEqualTo("cat");

    putPolicy(mine, "Deny", "\"*\"", "s3:*", "{\"Bool\": {\"aws:SecureTransport\": \"false\"}}");

    assertDenied(() -> get(plain, mine, "cat"));
    assertThat(get(s3, mine, "cat")).isEqualTo("cat");
    assertThat(get(plain, other, "secret")).isEqualTo(SECRET);
  }

  @Test
  void aPolicyCanRefuseUrlsThatAreTooOld() throws Exception {
    role.may("s3:GetObject", arn(mine, "*"));
    putPolicy(
        mine,
        "Deny",
        "\"*\"",
        "s3:GetObject",
        """
        {"StringEquals": {"s3:authType": "REST-QUERY-STRING"},
         "NumericGreaterThan": {"s3:signatureAge": "300000"}}
        """);
    SignedHttp signer = raw(role.key);
    Instant now = Instant.now();

    URI old = signer.presigned("GET", "/" + mine + "/cat", now.minusSeconds(400), HOUR);
    URI young = signer.presigned("GET", "/" + mine + "/cat", now.minusSeconds(200), HOUR);

    assertAccessDenied(SignedHttp.get(old));
    assertThat(SignedHttp.get(young).body()).isEqualTo("cat");
    assertThat(get(s3, mine, "cat")).isEqualTo("cat");
  }

  @Test
  void aPolicyCanRefuseUrlsAltogether() throws Exception {
    role.may("s3:GetObject", arn(mine, "*"));
    URI url = raw(role.key).presigned("GET", "/" + mine + "/cat", Instant.now(), HOUR);
    assertThat(SignedHttp.get(url).body()).isEqualTo("cat");

    putPolicy(
        mine,
        "Deny",
        "\"*\"",
        "s3:GetObject",
        "{\"StringNotEquals\": {\"s3:authType\": \"REST-HEADER\"}}");

    assertAccessDenied(SignedHttp.get(url));
    assertThat(get(s3, mine, "cat")).isEqualTo("cat");
  }

  @Test
  void aUrlCarriesTheRightThatItsSignerHasWhenItIsUsed() throws Exception {
    URI url = raw(role.key).presigned("GET", "/" + mine + "/cat", Instant.now(), HOUR);
    assertAccessDenied(SignedHttp.get(url));

    role.may("s3:GetObject", arn(mine, "*"));
    assertThat(SignedHttp.get(url).body()).isEqualTo("cat");

    role.may("s3:PutObject", arn(mine, "*"));
    assertAccessDenied(SignedHttp.get(url));
  }

  @Test
  void onlyWhoMayListABucketLearnsWhatIsNotInIt() {
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
  void copyingTellsWhatIsNotThereByTheBucketOfTheSource() {
    String copy = statement("Allow", "s3:GetObject s3:PutObject", arn(mine, "*"), arn(other, "*"));

    role.hasPolicy(policy(copy, statement("Allow", "s3:ListBucket", "arn:aws:s3:::" + mine)));
    assertStatus(403, () -> copy(other, "no", mine, "copy", ""));

    role.hasPolicy(policy(copy, statement("Allow", "s3:ListBucket", "arn:aws:s3:::" + other)));
    assertStatus(404, () -> copy(other, "no", mine, "copy", ""));
  }

  /** Of configurations anybody is told who may read them. */
  @Test
  void tellsThatAConfigurationIsNotThere() {
    role.may("s3:GetBucketPolicy s3:GetBucketCORS", "arn:aws:s3:::" + mine);

    assertStatus(404, () -> s3.getBucketPolicy(get -> get.bucket(mine)));
    assertStatus(404, () -> s3.getBucketCors(get -> get.bucket(mine)));
  }

  @Test
  void copyingNeedsToReadTheSourceInThatVersion() {
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
  void comparingAnETagNeedsToReadTheObject() {
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
  void deletesOfSeveralObjectsThoseThatTheCallerMayDelete() {
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

  @Test
  void eachStepOfAnUploadInPartsNeedsItsRight() {
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
  void nobodyEndsTheUploadOfAKeyThatIsNotTheirs() {
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
  void copyingAPartNeedsToReadItsSource() {
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

  /** Each would be let through by a right that is not the one for what S3Proxy does with it. */
  @ParameterizedTest
  @CsvSource({
    "DELETE, ?acl, s3:PutBucketAcl, false",
    "GET, ?versions&uploads, s3:ListBucketVersions, false",
    "HEAD, ?uploadId=u, s3:ListMultipartUploadParts, true",
    "PUT, ?acl&uploadId=u&partNumber=1, s3:PutObjectAcl, true",
    "DELETE, ?acl, s3:DeleteObjectAcl, true",
  })
  void deniesRequestsThatMayMeanTwoThings(
      String method, String query, String action, boolean onObject) throws Exception {
    String empty = "empty-" + UUID.randomUUID();
    administrator.createBucket(create -> create.bucket(empty));
    String path = "/" + (onObject ? mine + "/cat" : empty);
    role.may(action, "arn:aws:s3:::" + path.substring(1));

    assertThat(raw(role.key).send(method, path + query).statusCode()).isEqualTo(403);
    assertThat(administrator.listBuckets().buckets()).extracting(Bucket::name).contains(empty);
    assertThat(get(administrator, mine, "cat")).isEqualTo("cat");
  }

  /** With a header that copies, S3Proxy copies, whatever else the request asks for. */
  @Test
  void writesNothingWithTheRightToSetAnAcl() throws Exception {
    role.may("s3:PutObjectAcl s3:GetObject", arn(mine, "*"));

    HttpResponse<String> answer =
        raw(role.key)
            .send(
                "PUT",
                "/" + mine + "/cat?acl",
                Map.of(
                    "x-amz-copy-source",
                    "/" + mine + "/cat",
                    "x-amz-metadata-directive",
                    "REPLACE"),
                "");

    assertAccessDenied(answer);
    assertThat(administrator.headObject(head -> head.bucket(mine).key("cat")).versionId())
        .isEqualTo(version);
  }

  @Test
  void deniesByNameWhatNoActionIsKnownFor() throws Exception {
    AccessKey key = AWS.services().administrator();

    assertAccessDenied(raw(key).send("GET", "/" + mine + "/cat?torrent"));
    assertDenied(
        () ->
            administrator.putBucketAccelerateConfiguration(
                put ->
                    put.bucket(mine)
                        .accelerateConfiguration(c -> c.status(BucketAccelerateStatus.ENABLED))));

    assertThat(AWS.services().access().report().denials())
        .extracting(denial -> denial.action())
        .contains("s3:GET object?torrent", "s3:PUT bucket?accelerate");
  }

  /**
   * The role may do anything with the objects of one bucket. What is decided and what is done are
   * about the same bucket and key, however the path is written: either the key that it spells in
   * that bucket, or nothing.
   */
  @ParameterizedTest
  @CsvSource({
    "/{mine}/../{other}/secret, ../{other}/secret",
    "/{mine}/%2e%2e/{other}/secret, ../{other}/secret",
    "/{mine}/%2E%2E%2F{other}%2Fsecret, ../{other}/secret",
    "/{mine}//{other}/secret, /{other}/secret",
    "/{mine}/%2F{other}/secret, /{other}/secret",
    "/{mine}/./secret, ./secret",
    "/{mine}/a%2Fb, a/b",
    "/{mine}/a%3Facl, a?acl",
    "/{mine}/a;b=c/d, a;b=c/d",
    "/{mine}/%5C..%5C{other}%5Csecret, \\..\\{other}\\secret",
    "/{mine}/C:%5Csecret, C:\\secret",
    "/{mine}/%252e%252e/secret, %2e%2e/secret",
    "//{other}/secret, ''",
    "//{mine}/secret, ''",
    "/../{other}/secret, ''",
    "/./{other}/secret, ''",
    "/%2e%2e/{other}/secret, ''",
    "/{mine}%2F..%2F{other}%2Fsecret, ''",
    "/{mine}%2F..%2F{other}/secret, ''",
    "/{other}%2Fsecret, ''",
    "/{mine}%2Fsecret, ''",
    "/{mine}%2F, ''",
    "/{mine}%00/secret, ''",
    "/{mine}/%00secret, ''",
    "/{mine};/../{other}/secret, ''",
    "/%2F{other}/secret, ''",
  })
  void actsOnWhatItDecidedUpon(String path, String key) throws Exception {
    role.may("s3:*", arn(mine, "*"));
    List<Bucket> buckets = administrator.listBuckets().buckets();
    String target = path.replace("{mine}", mine).replace("{other}", other);
    SignedHttp http = raw(role.key);

    HttpResponse<String> written = http.send("PUT", target, Map.of(), "mine");
    HttpResponse<String> read = http.send("GET", target);

    if (key.isEmpty()) {
      assertThat(written.statusCode()).isBetween(400, 499);
      assertThat(read.statusCode()).isBetween(400, 499);
      assertThat(keys(mine)).containsExactly("cat");
    } else {
      assertThat(written.statusCode()).isEqualTo(200);
      assertThat(read.body()).isEqualTo("mine");
      String stored = key.replace("{other}", other);
      assertThat(keys(mine)).containsExactlyInAnyOrder("cat", stored);
      assertThat(http.send("DELETE", target).statusCode()).isEqualTo(204);
      assertThat(keys(mine)).containsExactly("cat");
    }
    assertThat(http.send("DELETE", target).body()).doesNotContain(SECRET);
    assertThat(keys(other)).containsExactly("secret");
    assertThat(get(administrator, other, "secret")).isEqualTo(SECRET);
    assertThat(administrator.listBuckets().buckets()).isEqualTo(buckets);
    assertThat(fileNames()).noneMatch(name -> name.contains("secret") || name.contains("acl"));
  }

  /** Files are named by the store alone: no key becomes a path. */
  private static List<String> fileNames() throws Exception {
    try (var files = Files.walk(AWS.data().resolve("s3"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static SignedHttp raw(AccessKey key) {
    return new SignedHttp(AWS.services().endpoint(), key, "s3");
  }

  private static String arn(String bucket, String key) {
    return "arn:aws:s3:::" + bucket + "/" + key;
  }

  private List<String> keys(String bucket) {
    return administrator.listObjectsV2(list -> list.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private static String get(S3Client client, String bucket, String key) {
    return client.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
  }

  private static String put(S3Client client, String bucket, String key) {
    return client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(key)).eTag();
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

  private void putPolicy(
      String bucket, String effect, String principal, String action, String condition) {
    administrator.putBucketPolicy(
        put ->
            put.bucket(bucket)
                .policy(
                    """
                    {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Principal": %s,
                     "Action": "%s", "Resource": "arn:aws:s3:::%s/*", "Condition": %s}]}
                    """
                        .formatted(effect, principal, action, bucket, condition)));
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            });
  }

  private static void assertStatus(int status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status));
  }

  private static void assertAccessDenied(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
  }
}
