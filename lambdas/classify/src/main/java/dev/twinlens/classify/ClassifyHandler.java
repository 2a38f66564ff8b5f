package dev.twinlens.classify;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.classification.ClassificationClients;
import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.classification.ImageClassifier;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.late.LateImages;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.aws.AwsFailures;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.runtime.sqs.ConsumerQueue;
import dev.twinlens.runtime.sqs.SqsBatch;
import java.time.Clock;

/** Labels every object version that S3 reports as created. */
public final class ClassifyHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private final AwsClients clients;
  private final SqsBatch batch;

  /** The function as Lambda starts it. */
  public ClassifyHandler() {
    this(Environment.system());
  }

  /** The function with other environment variables than the process has. */
  public ClassifyHandler(Environment environment) {
    this(environment, new AwsClients(), Log.of("classify"), Clock.systemUTC());
  }

  ClassifyHandler(Environment environment, AwsClients clients, Log log, Clock clock) {
    ClassificationSettings settings = ClassificationSettings.from(environment);
    ClassificationClients services = ClassificationClients.of(clients);
    ImageBucket images = new ImageBucket(services.s3(), settings.imagesBucket());
    ImageTable table = new ImageTable(services.dynamoDb(), settings.imagesTable());
    ImageClassifier classifier = new ImageClassifier(settings, services, clock);
    SqsBatch.Consumer consumer =
        new SqsBatch.Consumer(
            images.name(),
            classifier::classify,
            new LateImages(LateTask.LABELS, table, images, clock),
            AwsFailures::reason);
    this.clients = clients;
    this.batch = new SqsBatch(consumer, ConsumerQueue.of(environment, clients), log, clock);
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    clients.begin(context);
    return batch.handle(event, context);
  }
}
