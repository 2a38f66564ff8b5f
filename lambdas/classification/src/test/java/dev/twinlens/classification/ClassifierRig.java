package dev.twinlens.classification;

import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A classifier on a stack, with a detector that finds what the test says. */
final class ClassifierRig {
  private final TestStack stack;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final StubDetector detector = new StubDetector().finds("Cat", "Animal");
  private final ImageClassifier classifier;

  ClassifierRig(TestStack stack) {
    this.stack = stack;
    this.classifier =
        new ImageClassifier(
            ClassificationSettings.from(new Environment(stack.environment())),
            ClassificationClients.of(new AwsClients(stack.faults())),
            detector,
            Clock.systemUTC());
  }

  StubDetector detector() {
    return detector;
  }

  /** What the classifier has logged. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  Outcome classify(ObjectEvent event) {
    return classifier.classify(
        event, Instant.now().plusSeconds(30), Log.to("classify", lines::add));
  }

  /** The event of a photo that is stored now. */
  ObjectCreated stored(String key, byte[] bytes) {
    return stored(key, bytes, StoredVersion.SEQUENCER);
  }

  ObjectCreated stored(String key, byte[] bytes, String sequencer) {
    return event(stack.store(key, bytes, "image/png", sequencer));
  }

  static ObjectCreated event(StoredVersion stored) {
    try {
      return (ObjectCreated) S3Notifications.parse(StoredVersion.message(stored)).get(0);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }
}
