package dev.twinlens.backup;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.azure.AzureFailures;
import dev.twinlens.azure.SasToken;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.late.LateImages;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.runtime.sqs.ConsumerQueue;
import dev.twinlens.runtime.sqs.SqsBatch;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Copies every object version that S3 reports as created to Azure. */
public final class BackupHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private final SasToken sas;
  private final AwsClients clients;
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
    ImageBucket images =
        new ImageBucket(clients.build(S3Client.builder()), environment.text("IMAGES_BUCKET"));
    ImageTable table =
        new ImageTable(clients.build(DynamoDbClient.builder()), environment.text("IMAGES_TABLE"));
    this.sas = SasToken.from(environment, SasToken.Permission.CREATE);
    BackupContainer container =
        new BackupContainer(environment.address("BACKUP_CONTAINER_URL"), sas);
    VersionBackup backup = new VersionBackup(images, table, container, clock);
    SqsBatch.Consumer consumer =
        new SqsBatch.Consumer(
            images.name(),
            (version, deadline, recordLog) -> backup.attempt(version, recordLog),
            new LateImages(LateTask.COPY, table, images, clock),
            AzureFailures::reason);
    this.clients = clients;
    this.batch = new SqsBatch(consumer, ConsumerQueue.of(environment, clients), log, clock);
    this.log = log;
    this.clock = clock;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    clients.begin(context);
    // Shows with each failure whether the signature has expired.
    log.with("requestId", context.getAwsRequestId())
        .with("sasDaysLeft", sas.daysLeft(clock.instant()))
        .info("Invoked");
    return batch.handle(event, context);
  }
}
