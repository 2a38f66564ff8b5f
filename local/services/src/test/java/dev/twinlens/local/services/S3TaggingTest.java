package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

class S3TaggingTest extends S3TestCase {
  private static final Tag RED = tag("colour", "red");

  @Test
  void storesTheTagsOfAnUpload() {
    putTagged("k", "colour=red&place=R%C3%ADo+de+la%20Plata&empty");

    assertThat(tags("k")).containsExactly(RED, tag("place", "Río de la Plata"), tag("empty", ""));
    assertThat(s3.headObject(head -> head.bucket(bucket).key("k")).tagCount()).isEqualTo(3);
    assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key("k")).response().tagCount())
        .isEqualTo(3);
  }

  @Test
  void leavesOutTheCountOfAnObjectWithoutTags() {
    put("k", "photo");

    assertThat(tags("k")).isEmpty();
    assertThat(s3.headObject(head -> head.bucket(bucket).key("k")).tagCount()).isNull();
  }

  @Test
  void replacesAndRemovesTheTagsOfTheCurrentVersionOnly() {
    String first = putTagged("k", "colour=blue");
    String second = putTagged("k", "colour=green");

    assertThat(
            s3.putObjectTagging(p -> p.bucket(bucket).key("k").tagging(t -> t.tagSet(RED)))
                .versionId())
        .isEqualTo(second);
    GetObjectTaggingResponse changed = s3.getObjectTagging(get -> get.bucket(bucket).key("k"));
    assertThat(changed.tagSet()).containsExactly(RED);
    assertThat(changed.versionId()).isEqualTo(second);
    assertThat(tags("k", first)).containsExactly(tag("colour", "blue"));

    assertThat(s3.deleteObjectTagging(d -> d.bucket(bucket).key("k")).versionId())
        .isEqualTo(second);
    assertThat(tags("k")).isEmpty();
    assertThat(tags("k", first)).containsExactly(tag("colour", "blue"));
    assertThat(read("k")).isEqualTo("photo");
  }

  @Test
  void changesTheTagsOfANamedVersion() {
    String first = putTagged("k", "colour=blue");
    putTagged("k", "colour=green");

    s3.putObjectTagging(
        p -> p.bucket(bucket).key("k").versionId(first).tagging(t -> t.tagSet(RED)));
    assertThat(tags("k", first)).containsExactly(RED);
    assertThat(tags("k")).containsExactly(tag("colour", "green"));

    assertThat(s3.deleteObjectTagging(d -> d.bucket(bucket).key("k").versionId(first)).versionId())
        .isEqualTo(first);
    assertThat(tags("k", first)).isEmpty();
    assertThat(tags("k")).containsExactly(tag("colour", "green"));
  }

  @Test
  void storesTheTagsOfAMultipartUpload() {
    String upload =
        s3.createMultipartUpload(create -> create.bucket(bucket).key("k").tagging(tagging(RED)))
            .uploadId();
    String eTag =
        s3.uploadPart(
                part -> part.bucket(bucket).key("k").uploadId(upload).partNumber(1),
                RequestBody.fromString("photo"))
            .eTag();
    s3.completeMultipartUpload(
        complete ->
            complete
                .bucket(bucket)
                .key("k")
                .uploadId(upload)
                .multipartUpload(
                    parts ->
                        parts.parts(CompletedPart.builder().partNumber(1).eTag(eTag).build())));

    assertThat(tags("k")).containsExactly(RED);
  }

  @Test
  void copiesTagsUnlessTheyAreReplaced() {
    putTagged("k", "colour=red");

    copy("copied", null, null);
    copy("replaced", TaggingDirective.REPLACE, "colour=blue");
    copy("emptied", TaggingDirective.REPLACE, null);
    copy("ignored", TaggingDirective.COPY, "colour=blue");

    assertThat(tags("copied")).containsExactly(RED);
    assertThat(tags("replaced")).containsExactly(tag("colour", "blue"));
    assertThat(tags("emptied")).isEmpty();
    assertThat(tags("ignored")).containsExactly(RED);
    assertRejected(
        () -> copy("wrong", TaggingDirective.fromValue("MERGE"), null), 400, "InvalidArgument");
  }

  @Test
  void acceptsTheLargestTags() {
    List<Tag> largest =
        IntStream.range(0, 10)
            .mapToObj(i -> tag("ü".repeat(127) + i, "+-=._:/@ ".repeat(28) + "字字字字"))
            .toList();
    put("k", "photo");

    s3.putObjectTagging(p -> p.bucket(bucket).key("k").tagging(t -> t.tagSet(largest)));

    assertThat(tags("k")).containsExactlyElementsOf(largest);
  }

  @Test
  void rejectsInvalidTags() {
    put("k", "photo");
    List<Tag> eleven = IntStream.range(0, 11).mapToObj(i -> tag("k" + i, "")).toList();
    assertInvalid("BadRequest", eleven.toArray(Tag[]::new));
    assertInvalid("InvalidTag", tag("k".repeat(129), ""));
    assertInvalid("InvalidTag", tag("k", "v".repeat(257)));
    assertInvalid("InvalidTag", tag("😀".repeat(65), ""));
    assertInvalid("InvalidTag", tag("", "v"));
    assertInvalid("InvalidTag", tag("k,", "v"));
    assertInvalid("InvalidTag", tag("k", "<v>"));
    assertInvalid("InvalidTag", tag("aws:k", "v"));
    assertInvalid("InvalidTag", tag("k", "v"), tag("k", "w"));
    assertThat(tags("k")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a=1&a=2, InvalidArgument",
    "a=b=c, InvalidArgument",
    "a=%zz, InvalidArgument",
    "%5B=v, InvalidTag",
    "=v, InvalidTag",
    "aws%3Ak=v, InvalidTag",
    "a&b&c&d&e&f&g&h&i&j&k, BadRequest",
  })
  void rejectsAnUploadWithInvalidTags(String header, String code) {
    assertRejected(() -> putTagged("k", header), 400, code);
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<Tagging",
        "<Other><TagSet/></Other>",
        "<Tagging/>",
        "<Tagging><TagSet/><TagSet/></Tagging>",
        "<Tagging><TagSet><Tag><Key>k</Key></Tag></TagSet></Tagging>",
        "<Tagging><TagSet><Tag><Value>v</Value></Tag></TagSet></Tagging>",
        "<Tagging><TagSet><Tag><Key>k</Key><Key>l</Key><Value>v</Value></Tag></TagSet></Tagging>",
      })
  void rejectsAMalformedDocument(String document) throws Exception {
    put("k", "photo");

    HttpResponse<String> answer =
        signed().send("PUT", "/" + bucket + "/k?tagging", Map.of(), document);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>MalformedXML</Code>");
  }

  @Test
  void rejectsTheTagsOfWhatIsAbsent() {
    assertRejected(() -> tags("absent"), 404, "NoSuchKey");
    assertRejected(
        () -> s3.putObjectTagging(p -> p.bucket(bucket).key("no").tagging(t -> t.tagSet(RED))),
        404,
        "NoSuchKey");
    putTagged("k", "colour=red");
    assertRejected(() -> tags("k", "A".repeat(32)), 404, "NoSuchVersion");

    String marker = s3.deleteObject(delete -> delete.bucket(bucket).key("k")).versionId();
    assertRejected(() -> tags("k"), 404, "NoSuchKey");
    assertRejected(() -> tags("k", marker), 405, "MethodNotAllowed");
    assertRejected(
        () -> s3.deleteObjectTagging(d -> d.bucket(bucket).key("k").versionId(marker)),
        405,
        "MethodNotAllowed");
  }

  @Test
  void dropsTheTagsOfAReplacedObject() {
    setVersioning(BucketVersioningStatus.SUSPENDED);
    putTagged("k", "colour=red");
    put("k", "other");

    assertThat(tags("k")).isEmpty();
    assertThat(s3.getObjectTagging(get -> get.bucket(bucket).key("k")).versionId()).isNull();
  }

  @Test
  void acceptsAPresignedUploadWithTheSignedTagsOnly() throws Exception {
    var presigned =
        AWS.clients()
            .presigner()
            .presignPutObject(
                put ->
                    put.signatureDuration(Duration.ofMinutes(5))
                        .putObjectRequest(p -> p.bucket(bucket).key("k").tagging("colour=red")));
    URI url = presigned.url().toURI();

    assertThat(upload(url, "colour=blue").statusCode()).isEqualTo(403);
    assertThat(upload(url, "colour=red").statusCode()).isEqualTo(200);
    assertThat(tags("k")).containsExactly(RED);
  }

  @Test
  void rejectsTagsThatThePresignedUrlDoesNotCover() throws Exception {
    URI url =
        AWS.clients()
            .presigner()
            .presignPutObject(
                put ->
                    put.signatureDuration(Duration.ofMinutes(5))
                        .putObjectRequest(p -> p.bucket(bucket).key("k")))
            .url()
            .toURI();

    HttpResponse<String> answer = upload(url, "colour=red");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body())
        .contains("<Code>AccessDenied</Code>")
        .contains("headers present in the request which were not signed: x-amz-tagging");
  }

  private static HttpResponse<String> upload(URI url, String tags) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(url)
                .header("x-amz-tagging", tags)
                .PUT(BodyPublishers.ofString("photo"))
                .build(),
            BodyHandlers.ofString());
  }

  private String putTagged(String key, String tags) {
    return s3.putObject(
            put -> put.bucket(bucket).key(key).tagging(tags), RequestBody.fromString("photo"))
        .versionId();
  }

  private void copy(String key, TaggingDirective directive, String tags) {
    s3.copyObject(
        copy ->
            copy.sourceBucket(bucket)
                .sourceKey("k")
                .destinationBucket(bucket)
                .destinationKey(key)
                .taggingDirective(directive)
                .tagging(tags));
  }

  private List<Tag> tags(String key) {
    return s3.getObjectTagging(get -> get.bucket(bucket).key(key)).tagSet();
  }

  private List<Tag> tags(String key, String version) {
    return s3.getObjectTagging(get -> get.bucket(bucket).key(key).versionId(version)).tagSet();
  }

  private static Tagging tagging(Tag... tags) {
    return Tagging.builder().tagSet(tags).build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private void assertInvalid(String code, Tag... tags) {
    assertRejected(
        () -> s3.putObjectTagging(p -> p.bucket(bucket).key("k").tagging(tagging(tags))),
        400,
        code);
  }
}
