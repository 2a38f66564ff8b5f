package dev.twinlens.thumbnail;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.claims.Claims;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.domain.events.ObjectRemoved;
import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.domain.late.LateImages;
import dev.twinlens.domain.storage.ArchivedObjectException;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ResultsBucket;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.aws.AwsFailures;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.config.SharedSettings;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.runtime.sqs.ConsumerQueue;
import dev.twinlens.runtime.sqs.SqsBatch;
import java.time.Clock;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes a thumbnail of every photo that S3 reports as created. A file that is not a sound photo
 * gets none; classify rejects it.
 */
public final class ThumbnailHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private final ImageBucket images;
  private final ResultsBucket results;
  private final ImageRules rules;
  private final Claims claims;
  private final AwsClients clients;
  private final SqsBatch batch;
  private final Clock clock;

  /** The function as Lambda starts it. */
  public ThumbnailHandler() {
    this(Environment.system());
  }

  /** The function with other environment variables than the process has. */
  public ThumbnailHandler(Environment environment) {
    this(environment, new AwsClients(), Log.of("thumbnail"), Clock.systemUTC());
  }

  ThumbnailHandler(Environment environment, AwsClients clients, Log log, Clock clock) {
    S3Client s3 = clients.build(S3Client.builder());
    this.images = new ImageBucket(s3, environment.text("IMAGES_BUCKET"));
    this.results = new ResultsBucket(s3, environment.text("RESULTS_BUCKET"));
    this.rules = SharedSettings.imageRules(environment);
    ImageTable table =
        new ImageTable(clients.build(DynamoDbClient.builder()), environment.text("IMAGES_TABLE"));
    this.claims = new Claims(table, images, clock);
    SqsBatch.Consumer consumer =
        new SqsBatch.Consumer(
            images.name(),
            this::handle,
            new LateImages(LateTask.THUMBNAIL, table, images, clock),
            AwsFailures::reason);
    this.clients = clients;
    this.batch = new SqsBatch(consumer, ConsumerQueue.of(environment, clients), log, clock);
    this.clock = clock;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    clients.begin(context);
    return batch.handle(event, context);
  }

  private Outcome handle(ObjectEvent event, Instant deadline, Log log) {
    return switch (event) {
      case ObjectCreated version -> make(version, deadline, log);
      case ObjectRemoved removal ->
          images
              .currentAfter(removal)
              .map(version -> make(version, deadline, log))
              .orElseGet(() -> new Outcome.Skipped("classify deletes the thumbnail"));
    };
  }

  private Outcome make(ObjectCreated version, Instant deadline, Log log) {
    if (version.isFolderMarker()) {
      return new Outcome.Skipped("the object marks a folder");
    }
    try {
      return claims.attempt(
          new ThumbnailTask(images, results, rules, clock, log), version, deadline);
    } catch (ArchivedObjectException e) {
      return new Outcome.Skipped(e.reason());
    }
  }
}
