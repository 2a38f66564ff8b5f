package dev.twinlens.deleteimage;

import dev.twinlens.classification.ClassificationClients;
import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.classification.ImageClassifier;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.ThumbnailImage;
import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ApiEvents;
import dev.twinlens.testing.ApiResult;
import dev.twinlens.testing.ApiTester;
import dev.twinlens.testing.Faults;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The function on a stack of its own, and images with what the other functions make of them. */
final class DeletionRig {
  private final TestStack stack = TestStack.create();
  private final ImageTable table = new ImageTable(stack.table().dynamoDb(), stack.table().name());
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Faults classification = new Faults();
  private final ApiTester api = api();

  TestStack stack() {
    return stack;
  }

  ImageTable table() {
    return table;
  }

  /** What the function has logged. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Those of classify's clients; the stack's are those of the function's own. */
  Faults classification() {
    return classification;
  }

  /** An image with all that the other functions make of it. */
  StoredVersion image(String key, String sequencer) {
    StoredVersion stored = stack.store(key, Photos.read("chelsea.png"), "image/png", sequencer);
    classify(stored);
    backedUp(stored);
    stack.results().put("thumbnails/" + key + ".jpg", Photos.text("small"), "image/jpeg");
    table.update(
        RowUpdate.ofSummary(key)
            .set(
                "Thumbnail",
                new ThumbnailImage(
                        "thumbnails/" + key + ".jpg",
                        stored.versionId(),
                        "2026-11-21T08:00:03.000Z",
                        new Sequencer(stored.sequencer()))
                    .attribute()));
    return stored;
  }

  /** Records a copy of the version, as backup does. */
  void backedUp(StoredVersion stored) {
    table.update(
        RowUpdate.ofSummary(stored.key())
            .set(
                "Backup",
                new BackupCopy(
                        "https://azure/x",
                        "bWQ1",
                        "c2hhMjU2",
                        stored.versionId(),
                        "2026-11-21T08:00:05.000Z",
                        new Sequencer(stored.sequencer()),
                        Optional.empty())
                    .attribute()));
  }

  /** Does what classify does, with clients of its own. */
  void classify(StoredVersion version) {
    try {
      new ImageClassifier(
              ClassificationSettings.from(new Environment(stack.environment())),
              ClassificationClients.of(new AwsClients(classification)),
              Clock.systemUTC())
          .classify(
              S3Notifications.parse(StoredVersion.message(version)).get(0),
              Instant.now().plusSeconds(30),
              Log.to("classify", lines::add));
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private ApiTester api() {
    stack.resetFaults();
    return new ApiTester(
        new DeleteImageHandler(
            new Environment(stack.environment()),
            new AwsClients(stack.faults()),
            Log.to("delete-image", lines::add),
            Clock.systemUTC()));
  }

  ApiResult delete(String key) {
    return api.send(ApiEvents.image("DELETE /images/{key+}", key));
  }

  /** Whether the key shows an object. */
  boolean isCurrent(String key) {
    return stack.images().has(key);
  }
}
