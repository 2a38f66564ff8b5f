package dev.twinlens.backup;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.claims.Work;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.derivatives.DerivativeConsumer;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Copies every object that S3 says was created to Azure, and tells so on its summary row. */
public final class BackupHandler extends DerivativeConsumer {
  private final ImageTable table;
  private final BackupContainer container;
  private final SasToken sas;
  private final Clock clock;

  /** Reads the environment, as Lambda needs it. */
  public BackupHandler() {
    this(Environment.system(), new AwsClients(), Log.of("backup"), Clock.systemUTC());
  }

  private BackupHandler(Environment environment, AwsClients clients, Log log, Clock clock) {
    this(
        new ImageBucket(clients.build(S3Client.builder()), environment.text("IMAGES_BUCKET")),
        new ImageTable(clients.build(DynamoDbClient.builder()), environment.text("IMAGES_TABLE")),
        environment,
        log,
        clock);
  }

  BackupHandler(
      ImageBucket images, ImageTable table, Environment environment, Log log, Clock clock) {
    super(images, table, Work.BACKUP, Attributes.BACKUP, log, clock);
    this.table = table;
    this.sas = SasToken.from(environment);
    this.container = new BackupContainer(environment.address("BACKUP_CONTAINER_URL"), sas);
    this.clock = clock;
  }

  /** The stack's metric filter reads {@code sasDaysLeft}, and an alarm watches it. */
  @Override
  protected void begin(Log log) {
    log.with("sasDaysLeft", sas.daysLeft(clock.instant())).info("Invoked");
  }

  /** Every version is copied once, also one that a newer has replaced meanwhile. */
  @Override
  protected boolean isDone(SummaryRow row, ObjectCreated created) {
    return row.lastBackup()
        .filter(copy -> !created.sequencer().isNewerThan(copy.sequencer()))
        .isPresent();
  }

  @Override
  protected Optional<RowUpdate> make(
      ObjectCreated created,
      SummaryRow row,
      ResponseInputStream<GetObjectResponse> source,
      Log log) {
    BlobName name = BlobName.of(created.key());
    Digests.Sums sums = new BlobCopy(container, created, name).run(source, source.response());
    log.with("blob", name.value()).with("size", source.response().contentLength()).info("Copied");
    BackupCopy copy =
        new BackupCopy(
            container.url(name),
            sums.md5Base64(),
            sums.sha256Base64(),
            created.versionId(),
            Timestamps.time(clock.instant()),
            created.sequencer());
    RowUpdate update = RowUpdate.ofSummary(created.key()).set(Attributes.BACKUP, copy.attribute());
    return Optional.of(
        row.isDeleted() ? update : received(update, created, source.response().contentType()));
  }

  /** A copy outlives its original: the container's lifecycle rule ends it. */
  @Override
  protected void clear(String key) {}

  /**
   * Where classify has not been yet, the row becomes that of a received image; what classify writes
   * is left alone.
   */
  private RowUpdate received(RowUpdate update, ObjectCreated created, String contentType) {
    String day = Timestamps.day(created.time());
    table.recordDay(day);
    return update
        .setIfAbsent(Attributes.STATUS, AttributeValue.fromS(Status.RECEIVED.text()))
        .setIfAbsent(Attributes.VERSION_ID, AttributeValue.fromS(created.versionId()))
        .setIfAbsent(Attributes.CONTENT_TYPE, AttributeValue.fromS(contentType))
        .setIfAbsent(Attributes.SIZE, AttributeValue.fromN(Long.toString(created.size())))
        .setIfAbsent(Attributes.UPLOADED_AT, AttributeValue.fromS(Timestamps.time(created.time())))
        .setIfAbsent(Attributes.DAY, AttributeValue.fromS(day));
  }
}
