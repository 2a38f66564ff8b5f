package dev.twinlens.classify;

import dev.twinlens.shared.aws.AwsClients;
import dev.twinlens.shared.classification.ClassificationClients;
import dev.twinlens.shared.classification.ClassificationSettings;
import dev.twinlens.shared.classification.ImageClassifier;
import dev.twinlens.shared.config.Environment;
import dev.twinlens.shared.events.ObjectCreated;
import dev.twinlens.shared.events.ObjectCreatedConsumer;
import dev.twinlens.shared.logging.Log;
import java.time.Clock;
import java.time.Instant;

/** Labels every object that S3 says was created. */
public final class ClassifyHandler extends ObjectCreatedConsumer {
  private final ImageClassifier classifier;

  /** Reads the environment, as Lambda needs it. */
  public ClassifyHandler() {
    this(
        ClassificationSettings.from(Environment.system()),
        ClassificationClients.of(new AwsClients()),
        Log.of("classify"),
        Clock.systemUTC());
  }

  ClassifyHandler(
      ClassificationSettings settings, ClassificationClients clients, Log log, Clock clock) {
    super(settings.imagesBucket(), log, clock);
    this.classifier = new ImageClassifier(settings, clients, clock);
  }

  @Override
  protected void handle(ObjectCreated created, Instant deadline, Log log) {
    classifier.classify(created, deadline, log);
  }
}
