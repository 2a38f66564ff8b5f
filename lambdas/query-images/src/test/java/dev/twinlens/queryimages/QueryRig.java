package dev.twinlens.queryimages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.classification.ClassificationClients;
import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.classification.ImageClassifier;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.BackupRefusal;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.catalog.Late;
import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.catalog.ReceivedImage;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.ThumbnailImage;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.catalog.Tombstone;
import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ApiEvents;
import dev.twinlens.testing.ApiResult;
import dev.twinlens.testing.ApiTester;
import dev.twinlens.testing.Faults;
import dev.twinlens.testing.LambdaContext;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The function, and images as the other functions make them. */
final class QueryRig {
  private final TestStack stack;
  private final ImageTable table;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private ApiTester api;

  /** With a stack of its own. */
  QueryRig() {
    this(TestStack.create());
  }

  /** With a stack that other tests use too. */
  QueryRig(TestStack stack) {
    stack.resetFaults();
    this.stack = stack;
    this.table = new ImageTable(stack.table().dynamoDb(), stack.table().name());
    this.api = api(stack.environment());
  }

  private ApiTester api(Map<String, String> environment) {
    return new ApiTester(
        new QueryImagesHandler(
            new Environment(environment),
            new AwsClients(stack.faults()),
            Log.to("query-images", lines::add),
            Clock.systemUTC()));
  }

  void allowDelete() {
    Map<String, String> environment = stack.environment();
    environment.put("ALLOW_DELETE", "true");
    api = api(environment);
  }

  TestStack stack() {
    return stack;
  }

  ImageTable table() {
    return table;
  }

  Faults faults() {
    return stack.faults();
  }

  List<String> lines() {
    return lines;
  }

  ApiResult get(String route) {
    return api.send(ApiEvents.get(route, Map.of()));
  }

  ApiResult list(Map<String, String> query) {
    return api.send(ApiEvents.get("GET /images", query));
  }

  ApiResult list(Map<String, String> query, LambdaContext context) {
    return api.send(ApiEvents.get("GET /images", query), context);
  }

  ApiResult one(String key) {
    return api.send(ApiEvents.image("GET /images/{key+}", key));
  }

  List<?> items(Map<String, String> query) {
    return (List<?>) list(query).json().get("items");
  }

  List<String> keysOfAllPages(Map<String, String> query) {
    List<String> keys = new ArrayList<>();
    Optional<Object> cursor = Optional.empty();
    for (int page = 0; page < 50; page++) {
      Map<String, String> parameters = new HashMap<>(query);
      cursor.ifPresent(value -> parameters.put("cursor", (String) value));
      ApiResult response = list(parameters);
      assertThat(response.status()).as(response.body()).isEqualTo(200);
      List<?> items = (List<?>) response.json().get("items");
      assertThat(items)
          .hasSizeLessThanOrEqualTo(Integer.parseInt(query.getOrDefault("limit", "24")));
      items.forEach(item -> keys.add((String) ((Map<?, ?>) item).get("key")));
      cursor = Optional.ofNullable(response.json().get("cursor"));
      if (cursor.isEmpty()) {
        return keys;
      }
    }
    throw new AssertionError("the pages do not end");
  }

  /** The rows of a labelled image that shows a cat, without an original. */
  void image(String key, String uploadedAt, double confidence) {
    Instant time = Instant.parse(uploadedAt);
    List<Label> labels =
        List.of(new Label("Cat", confidence, Label.KIND_LABEL, List.of(), List.of()));
    RowUpdate update = RowUpdate.ofSummary(key);
    ReceivedImage.complete(
        update, new StoredImage(key, "v1", "image/png", 1, Optional.empty(), time));
    table.recordDay(Timestamps.day(time));
    table.replaceLabels(key, labels);
    table.update(update);
    table.update(
        RowUpdate.ofSummary(key).set("Status", "labelled").set("Labels", ImageTable.brief(labels)));
  }

  /** Stores an object and classifies it, as the function classify does. */
  String classified(String key, byte[] bytes) {
    StoredVersion stored = stack.store(key, bytes, "image/png", "01");
    ImageClassifier classifier =
        new ImageClassifier(
            ClassificationSettings.from(new Environment(stack.environment())),
            ClassificationClients.of(new AwsClients()),
            Clock.systemUTC());
    try {
      classifier.classify(
          S3Notifications.parse(StoredVersion.message(stored)).get(0),
          Instant.now().plusSeconds(30),
          Log.to("classify", line -> {}));
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
    return stored.versionId();
  }

  /** Records a copy, as backup does. */
  void backedUp(String key, String version) {
    BackupCopy copy =
        new BackupCopy(
            "https://azure/x",
            "JPeCHn27VloFqVA+WD4OVg==",
            "XBAs7h256hC9FXjzcITa03l5MG7TPSrAgnoX7IBU3cc=",
            version,
            "2026-11-21T08:00:05.000Z",
            new Sequencer("01"),
            Optional.empty());
    table.update(RowUpdate.ofSummary(key).set("Backup", copy.attribute()));
  }

  /** Records that a version will never have a copy, as backup does. */
  void refused(String key, String version, String reason) {
    BackupRefusal refusal = new BackupRefusal(version, new Sequencer("01"), reason);
    table.update(RowUpdate.ofSummary(key).set("Backup", refusal.attribute()));
  }

  /** Records that a copy is late, as backup does. */
  void late(String key, String version, String sequencer) {
    RowUpdate update = RowUpdate.ofSummary(key);
    new Late(
            LateTask.COPY,
            "2026-11-21T08:00:04.000Z",
            "Azure Blob Storage does not answer.",
            version,
            new Sequencer(sequencer))
        .write(update);
    table.update(update);
  }

  /** Records a thumbnail, as thumbnail does. */
  void thumbnail(String key, String version) {
    ThumbnailImage thumbnail =
        new ThumbnailImage(
            "thumbnails/" + key + ".jpg", version, "2026-11-21T08:00:03.000Z", new Sequencer("01"));
    table.update(RowUpdate.ofSummary(key).set("Thumbnail", thumbnail.attribute()));
  }

  /** Makes the row a tombstone, as delete-image does. */
  void deleted(String key) {
    table.update(
        Tombstone.write(
            RowUpdate.ofSummary(key), table.summary(key), Sequencer.NONE, Instant.now()));
  }
}
