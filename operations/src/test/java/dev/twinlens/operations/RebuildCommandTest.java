package dev.twinlens.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.domain.storage.RecordedResult;
import dev.twinlens.domain.storage.ResultsBucket;
import dev.twinlens.local.testing.Photos;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

class RebuildCommandTest {
  private static final byte[] PHOTO = Photos.read("chelsea.png");
  private static final byte[] OTHER = "other bytes".getBytes(StandardCharsets.UTF_8);
  private static final String RESULT =
      "{\"Labels\":[{\"Name\":\"Cat\",\"Confidence\":93.1,\"Parents\":[],\"Instances\":[]}]}";

  @TempDir private Path data;
  private final Map<String, String> queues = new HashMap<>();
  private OperationsRig rig;
  private SqsClient sqs;

  @BeforeEach
  void start() {
    rig = new OperationsRig(data);
    sqs = SqsClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
    Map<String, Map<String, String>> published = new HashMap<>();
    for (String name : List.of("classify", "backup", "thumbnail")) {
      String url = create(name + "-");
      queues.put(name, url);
      published.put(name, Map.of("url", url, "deadLetterUrl", create(name + "-dlq-")));
    }
    rig.publishQueues(published);
  }

  @Test
  void writesWhatTheTableSaidOfALabelledImage() {
    rig.store("cat.png", OTHER);
    String version = rig.store("cat.png", PHOTO);
    record("cat.png", PHOTO);
    rig.stack().results().put("thumbnails/cat.png.jpg", OTHER, "image/jpeg");
    Map<String, AttributeValue> before = rig.stack().table().summary("cat.png");
    Map<String, Map<String, AttributeValue>> copies = rig.stack().table().rows("*copies#cat.png");
    rig.stack().table().clear();

    OperationsRig.Run run = rig.run("rebuild");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("1 images", "1 results", "1 thumbnails", "2 copies");
    Map<String, AttributeValue> after = rig.stack().table().summary("cat.png");
    Map<String, AttributeValue> copy =
        Objects.requireNonNull(copies.get("*copy#" + version), version);
    for (String same : List.of("VersionId", "UploadedAt", "Size", "Sequencer", "Sha256")) {
      assertThat(after).containsEntry(same, copy.get(same));
    }
    assertThat(after)
        .containsEntry("Status", AttributeValue.fromS("labelled"))
        .containsEntry("ContentType", AttributeValue.fromS("image/png"))
        .containsEntry("Sha256", AttributeValue.fromS(Hashes.sha256Base64(PHOTO)))
        .containsEntry("ResultKey", AttributeValue.fromS("results/cat.png.json"))
        .containsKeys("NotifiedAt", "Thumbnail", "Day");
    assertThat(withoutTime(after.get("Backup").m()))
        .isEqualTo(withoutTime(before.get("Backup").m()));
    assertThat(rig.stack().table().rows("cat.png")).containsOnlyKeys("*", "Cat");
    assertThat(rig.stack().table().rows("*copies#cat.png").keySet()).isEqualTo(copies.keySet());
    assertThat(rig.stack().table().rows("*labels")).containsKey("*label#Cat");
    assertThat(rig.stack().table().rows("*")).containsKey("*day#" + after.get("Day").s());
    assertThat(rig.stack().table().rows("*sha256#" + Hashes.sha256Base64(PHOTO))).hasSize(1);
    assertThat(queues.keySet()).allSatisfy(queue -> assertThat(received(queue)).isEmpty());
    assertThat(rig.run("verify", "--read").exitCode()).isZero();
  }

  @Test
  void queuesWhatHasNoResultNoThumbnailAndNoCopy() {
    rig.store("two.png", OTHER);
    String version = rig.upload("two.png", PHOTO);
    record("two.png", OTHER);
    rig.stack().table().clear();

    assertThat(rig.run("rebuild").out())
        .contains("1 copies", "1 to be labelled", "1 thumbnails to be made", "1 versions to be");

    assertThat(queues.keySet())
        .allSatisfy(
            queue ->
                assertThat(received(queue))
                    .singleElement()
                    .satisfies(
                        event -> {
                          assertThat(event.key()).isEqualTo("two.png");
                          assertThat(event.versionId()).isEqualTo(version);
                        }));
    assertThat(rig.stack().table().summary("two.png"))
        .containsEntry("Status", AttributeValue.fromS("received"));
  }

  @Test
  void ordersAVersionWithoutACopyAfterTheOneBeforeIt() {
    rig.store("two.png", OTHER);
    String copied = rig.stack().table().summary("two.png").get("Backup").m().get("Sequencer").s();
    rig.upload("two.png", PHOTO);
    rig.stack().table().clear();

    rig.run("rebuild");

    assertThat(((ObjectCreated) received("backup").get(0)).sequencer().value())
        .isEqualTo(copied + "01");
  }

  @Test
  void writesNothingInADryRun() {
    rig.store("cat.png", PHOTO);
    record("cat.png", PHOTO);
    rig.stack().table().clear();

    assertThat(rig.run("rebuild", "--dry-run").out()).contains("Would be written", "1 images");

    assertThat(rig.stack().table().rows("cat.png")).isEmpty();
    assertThat(rig.stack().table().rows("*copies#cat.png")).isEmpty();
    assertThat(received("thumbnail")).isEmpty();
  }

  @Test
  void leavesRowsAloneThatExist() {
    rig.store("newer.png", PHOTO);
    record("newer.png", PHOTO);
    rig.stack().table().set("newer.png", "VersionId", "newer");
    rig.store("deleted.png", PHOTO);
    rig.stack().table().set("deleted.png", "DeletedAt", "2026-11-21T08:00:00.000Z");
    Map<String, AttributeValue> newer = rig.stack().table().summary("newer.png");
    Map<String, AttributeValue> deleted = rig.stack().table().summary("deleted.png");

    assertThat(rig.run("rebuild").out()).contains("0 images", "0 copies");

    assertThat(rig.stack().table().summary("newer.png")).isEqualTo(newer);
    assertThat(rig.stack().table().summary("deleted.png")).isEqualTo(deleted);
  }

  private void record(String key, byte[] bytes) {
    new ResultsBucket(rig.stack().results().s3(), rig.stack().results().name())
        .putResult(key, new RecordedResult(Hashes.sha256Base64(bytes), "55.0/50", RESULT));
  }

  /** The function's clock has written the time when the copy was made. */
  private static Map<String, AttributeValue> withoutTime(Map<String, AttributeValue> copy) {
    Map<String, AttributeValue> rest = new HashMap<>(copy);
    rest.remove("At");
    return rest;
  }

  private String create(String name) {
    return sqs.createQueue(request -> request.queueName(name + System.nanoTime())).queueUrl();
  }

  private List<ObjectEvent> received(String queue) {
    return sqs
        .receiveMessage(request -> request.queueUrl(queues.get(queue)).maxNumberOfMessages(10))
        .messages()
        .stream()
        .flatMap(message -> events(message.body()).stream())
        .toList();
  }

  private static List<ObjectEvent> events(String body) {
    try {
      return S3Notifications.parse(body);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }
}
