package dev.twinlens.classify;

import dev.twinlens.classification.ClassificationClients;
import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.classification.ImageClassifier;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.runtime.sqs.ObjectCreatedConsumer;
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
