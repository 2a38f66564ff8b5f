package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class EventNotificationsTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private final Pipeline pipeline = new Pipeline(AWS.clients());

  @Test
  void publishesAnUploadBeforeItsResponse() {
    pipeline.connected();

    PutObjectResponse put = put("2026-11-21/a b+c/ü😀.png", "photo");
    List<JsonNode> records = pipeline.takeRecords();

    assertThat(records).hasSize(1);
    ObjectNode record = (ObjectNode) records.get(0);
    assertThat(Instant.parse(record.path("eventTime").asText()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(record.at("/s3/object/sequencer").asText()).matches("[0-9A-F]{16}");
    assertThat(record.at("/responseElements/x-amz-request-id").asText()).isNotEmpty();
    record.remove(List.of("eventTime", "responseElements"));
    ((ObjectNode) record.at("/s3/object")).remove("sequencer");
    assertThat(record)
        .isEqualTo(
            Pipeline.json(
                """
                {"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
                 "eventName": "ObjectCreated:Put",
                 "userIdentity":
                   {"principalId": "AWS:arn:aws:iam::000000000000:user/administrator"},
                 "requestParameters": {"sourceIPAddress": "127.0.0.1"},
                 "s3": {"s3SchemaVersion": "1.0", "configurationId": "uploads",
                   "bucket": {"name": "%1$s", "ownerIdentity": {"principalId": "000000000000"},
                              "arn": "arn:aws:s3:::%1$s"},
                   "object": {"key": "2026-11-21/a+b%%2Bc/%%C3%%BC%%F0%%9F%%98%%80.png", "size": 5,
                              "eTag": "5ae0c1c8a5260bc7b6648f6fbd115c35", "versionId": "%2$s"}}}"""
                    .formatted(pipeline.bucket, put.versionId())));
  }

  @Test
  void publishesACopyAndACompletedUpload() {
    pipeline.connected();
    put("k", "photo");
    pipeline.s3.copyObject(
        copy ->
            copy.sourceBucket(pipeline.bucket)
                .sourceKey("k")
                .destinationBucket(pipeline.bucket)
                .destinationKey("copy"));
    String upload =
        pipeline
            .s3
            .createMultipartUpload(create -> create.bucket(pipeline.bucket).key("parts"))
            .uploadId();
    String eTag =
        pipeline
            .s3
            .uploadPart(
                part -> part.bucket(pipeline.bucket).key("parts").uploadId(upload).partNumber(1),
                RequestBody.fromString("photo"))
            .eTag();
    pipeline.s3.completeMultipartUpload(
        complete ->
            complete
                .bucket(pipeline.bucket)
                .key("parts")
                .uploadId(upload)
                .multipartUpload(
                    all -> all.parts(CompletedPart.builder().partNumber(1).eTag(eTag).build())));

    assertThat(pipeline.takeRecords())
        .extracting(record -> record.path("eventName").asText())
        .containsExactly(
            "ObjectCreated:Put", "ObjectCreated:Copy", "ObjectCreated:CompleteMultipartUpload");
  }

  @Test
  void publishesRemovalsIfConfigured() {
    pipeline.subscribe(/* raw= */ true);
    pipeline.notify("s3:ObjectRemoved:*");
    pipeline.take();
    String version = put("k", "photo").versionId();
    pipeline.s3.deleteObject(delete -> delete.bucket(pipeline.bucket).key("k"));
    pipeline.s3.deleteObject(delete -> delete.bucket(pipeline.bucket).key("k").versionId(version));

    List<JsonNode> records = pipeline.takeRecords();

    assertThat(records)
        .extracting(record -> record.path("eventName").asText())
        .containsExactly("ObjectRemoved:DeleteMarkerCreated", "ObjectRemoved:Delete");
    assertThat(records.get(1).at("/s3/object/versionId").asText()).isEqualTo(version);
  }

  @Test
  void ordersRemovalsAndCreationsOfAKeyByTheSequencer() {
    pipeline.subscribe(/* raw= */ true);
    pipeline.notifyOf("s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:LifecycleExpiration:*");
    pipeline.take();
    String key = "a b/ü+1.png";
    String first = put(key, "photo").versionId();
    String second = put(key, "photo 2").versionId();
    String marker =
        pipeline.s3.deleteObject(delete -> delete.bucket(pipeline.bucket).key(key)).versionId();
    for (String version : List.of(marker, first, second)) {
      pipeline.s3.deleteObject(
          delete -> delete.bucket(pipeline.bucket).key(key).versionId(version));
    }

    List<JsonNode> records =
        pipeline.takeRecords().stream()
            .sorted(Comparator.comparing(record -> record.at("/s3/object/sequencer").asText()))
            .toList();

    assertThat(records)
        .extracting(
            record -> record.path("eventName").asText(),
            record -> record.at("/s3/object/versionId").asText())
        .containsExactly(
            tuple("ObjectCreated:Put", first),
            tuple("ObjectCreated:Put", second),
            tuple("ObjectRemoved:DeleteMarkerCreated", marker),
            tuple("ObjectRemoved:Delete", marker),
            tuple("ObjectRemoved:Delete", first),
            tuple("ObjectRemoved:Delete", second));
    assertThat(records)
        .extracting(record -> record.at("/s3/object/key").asText())
        .containsOnly("a+b/%C3%BC%2B1.png");
    assertThat(records.subList(2, 6))
        .allSatisfy(
            record ->
                assertThat(record.at("/s3/object").fieldNames())
                    .toIterable()
                    .containsExactly("key", "versionId", "sequencer"));
  }

  @Test
  void publishesOneRecordForEachObjectOfABatchOfDeletes() {
    pipeline.subscribe(/* raw= */ true);
    pipeline.notifyOf("s3:ObjectRemoved:*");
    pipeline.take();
    String version = put("one", "photo").versionId();
    put("two", "photo");
    pipeline.s3.deleteObjects(
        delete ->
            delete
                .bucket(pipeline.bucket)
                .delete(
                    all ->
                        all.objects(
                            ObjectIdentifier.builder().key("one").versionId(version).build(),
                            ObjectIdentifier.builder().key("two").build())));

    assertThat(pipeline.takeRecords())
        .extracting(
            record -> record.path("eventName").asText(),
            record -> record.at("/s3/object/key").asText())
        .containsExactlyInAnyOrder(
            tuple("ObjectRemoved:Delete", "one"),
            tuple("ObjectRemoved:DeleteMarkerCreated", "two"));
  }

  @Test
  void rejectsAnEventThatItDoesNotKnow() {
    assertThatThrownBy(() -> pipeline.notifyOf("s3:ObjectCreated:*", "s3:ObjectRestored:Post"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidArgument");
              assertThat(e.getMessage()).contains("s3:ObjectRestored:Post");
            });
  }

  @Test
  void publishesOnlyKeysThatMatchTheFilter() {
    pipeline.subscribe(/* raw= */ true);
    pipeline.notify("s3:ObjectCreated:*", "in/", ".png");
    pipeline.take();
    put("in/a.png", "x");
    put("in/a.jpg", "x");
    put("out/a.png", "x");

    assertThat(pipeline.takeRecords())
        .extracting(record -> record.at("/s3/object/key").asText())
        .containsExactly("in/a.png");
  }

  @Test
  void increasesTheSequencerOfAKey() {
    pipeline.connected();
    for (int i = 0; i < 20; i++) {
      put("k", "photo " + i);
    }

    List<String> sequencers =
        pipeline.takeRecords().stream()
            .map(record -> record.at("/s3/object/sequencer").asText())
            .toList();

    assertThat(sequencers).hasSize(20).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void sendsATestEventWhenNotificationsAreEnabled() {
    pipeline.subscribe(/* raw= */ true);
    pipeline.notify("s3:ObjectCreated:*");

    List<String> bodies = pipeline.take();

    assertThat(bodies).hasSize(1);
    JsonNode event = Pipeline.json(bodies.get(0));
    assertThat(event.path("Service").asText()).isEqualTo("Amazon S3");
    assertThat(event.path("Event").asText()).isEqualTo("s3:TestEvent");
    assertThat(event.path("Bucket").asText()).isEqualTo(pipeline.bucket);
  }

  @Test
  void rejectsATopicThatDoesNotAllowS3ToPublish() {
    pipeline.setTopicPolicy("arn:aws:s3:::another-bucket");
    assertInvalidDestination(() -> pipeline.notify("s3:ObjectCreated:*"));

    pipeline.sns.setTopicAttributes(
        set -> set.topicArn(pipeline.topicArn).attributeName("Policy").attributeValue(""));
    assertInvalidDestination(() -> pipeline.notify("s3:ObjectCreated:*"));

    pipeline.sns.deleteTopic(delete -> delete.topicArn(pipeline.topicArn));
    assertInvalidDestination(() -> pipeline.notify("s3:ObjectCreated:*"));
    assertThat(
            pipeline
                .s3
                .getBucketNotificationConfiguration(get -> get.bucket(pipeline.bucket))
                .topicConfigurations())
        .isEmpty();
  }

  @Test
  void dropsEventsThatTheTopicDeniesLaterAndStoresTheObject() {
    pipeline.connected();
    pipeline.setTopicPolicy("arn:aws:s3:::another-bucket");

    put("k", "photo");

    assertThat(pipeline.take()).isEmpty();
    pipeline.setTopicPolicy("arn:aws:s3:::" + pipeline.bucket);
    put("k2", "photo");
    assertThat(pipeline.takeRecords())
        .extracting(record -> record.at("/s3/object/key").asText())
        .containsExactly("k2");
  }

  @Test
  void publishesNothingForARejectedUpload() {
    pipeline.connected();
    put("k", "photo");
    pipeline.take();

    assertThatThrownBy(
            () ->
                pipeline.s3.putObject(
                    p -> p.bucket(pipeline.bucket).key("k").ifNoneMatch("*"),
                    RequestBody.fromString("other")))
        .isInstanceOf(S3Exception.class);

    assertThat(pipeline.take()).isEmpty();
  }

  @Test
  void returnsTheConfigurationUnchanged() {
    pipeline.notify("s3:ObjectCreated:*", "in/", ".png");

    var topics =
        pipeline
            .s3
            .getBucketNotificationConfiguration(get -> get.bucket(pipeline.bucket))
            .topicConfigurations();

    assertThat(topics).hasSize(1);
    assertThat(topics.get(0).topicArn()).isEqualTo(pipeline.topicArn);
    assertThat(topics.get(0).id()).isEqualTo("uploads");
    assertThat(topics.get(0).filter().key().filterRules()).hasSize(2);
  }

  private PutObjectResponse put(String key, String content) {
    return pipeline.s3.putObject(
        put -> put.bucket(pipeline.bucket).key(key), RequestBody.fromString(content));
  }

  private static void assertInvalidDestination(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidArgument");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo("Unable to validate the following destination configurations");
            });
  }
}
