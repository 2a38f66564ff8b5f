package dev.twinlens.backup;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.claims.Claims;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.runtime.sqs.SqsBatch;
import java.time.Clock;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Copies every object version that S3 reports as created to Azure. */
public final class BackupHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private final ImageBucket images;
  private final ImageTable table;
  private final Claims claims;
  private final SasToken sas;
  private final BackupContainer container;
  private final SqsBatch batch;
  private final Log log;
  private final Clock clock;

  /** The function as Lambda starts it. */
  public BackupHandler() {
    this(Environment.system());
  }

  /** The function with other environment variables than the process has. */
  public BackupHandler(Environment environment) {
    this(environment, new AwsClients(), Log.of("backup"), Clock.systemUTC());
  }

  BackupHandler(Environment environment, AwsClients clients, Log log, Clock clock) {
    this.images =
        new ImageBucket(clients.build(S3Client.builder()), environment.text("IMAGES_BUCKET"));
    this.table =
        new ImageTable(clients.build(DynamoDbClient.builder()), environment.text("IMAGES_TABLE"));
    this.claims = new Claims(table, images, clock);
    this.sas = SasToken.from(environment);
    this.container = new BackupContainer(environment.address("BACKUP_CONTAINER_URL"), sas);
    this.batch = new SqsBatch(images.name(), log, clock, this::copy);
    this.log = log;
    this.clock = clock;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    // The stack's metric filter reads sasDaysLeft, and an alarm watches the metric.
    log.with("requestId", context.getAwsRequestId())
        .with("sasDaysLeft", sas.daysLeft(clock.instant()))
        .info("Invoked");
    return batch.handle(event, context);
  }

  private Outcome copy(ObjectCreated version, Instant deadline, Log log) {
    return claims.attempt(new BackupTask(images, table, container, clock, log), version, deadline);
  }
}
