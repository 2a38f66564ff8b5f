package dev.twinlens.backup;

import dev.twinlens.shared.aws.AwsClients;
import dev.twinlens.shared.catalog.BackupCopy;
import dev.twinlens.shared.catalog.ImageTable;
import dev.twinlens.shared.catalog.Lease;
import dev.twinlens.shared.catalog.SummaryRow;
import dev.twinlens.shared.catalog.Timestamps;
import dev.twinlens.shared.config.Environment;
import dev.twinlens.shared.events.BusyException;
import dev.twinlens.shared.events.ObjectCreated;
import dev.twinlens.shared.events.ObjectCreatedConsumer;
import dev.twinlens.shared.logging.Log;
import dev.twinlens.shared.storage.ImageBucket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Copies every object that S3 says was created to Azure, and tells so on its summary row. */
public final class BackupHandler extends ObjectCreatedConsumer {
  private static final int CLAIM_ATTEMPTS = 5;

  private final ImageBucket images;
  private final BackupRecord backups;
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
    super(images.name(), log, clock);
    this.images = images;
    this.backups = new BackupRecord(table, clock);
    this.sas = SasToken.from(environment);
    this.container = new BackupContainer(environment.address("BACKUP_CONTAINER_URL"), sas);
    this.clock = clock;
  }

  /** The stack's metric filter reads {@code sasDaysLeft}, and an alarm watches it. */
  @Override
  protected void begin(Log log) {
    log.with("sasDaysLeft", sas.daysLeft(clock.instant())).info("Invoked");
  }

  @Override
  protected void handle(ObjectCreated created, Instant deadline, Log log) {
    for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
      SummaryRow row = backups.read(created.key());
      BackupStep step = backups.nextStep(row, created);
      if (step instanceof BackupStep.Done) {
        log.info("Copied already, or superseded by a newer version");
        return;
      }
      if (step instanceof BackupStep.Wait wait) {
        throw new BusyException(wait.until());
      }
      // Opened before the claim, so that a version which is gone leaves no trace in the table.
      Optional<ResponseInputStream<GetObjectResponse>> source =
          images.open(created.key(), created.versionId());
      if (source.isEmpty()) {
        log.info("Deleted before it was copied");
        return;
      }
      try (ResponseInputStream<GetObjectResponse> content = source.get()) {
        Optional<Lease> lease = backups.claim(row, deadline);
        if (lease.isPresent()) {
          copyOrAbandon(created, content, lease.get(), log);
          return;
        }
        content.abort();
      } catch (IOException e) {
        throw new UncheckedIOException("The original cannot be read from S3.", e);
      }
    }
    throw new IllegalStateException(
        "The summary row kept changing while the copy was to be claimed.");
  }

  private void copyOrAbandon(
      ObjectCreated created, ResponseInputStream<GetObjectResponse> source, Lease lease, Log log) {
    try {
      copy(created, source, lease, log);
    } catch (RuntimeException e) {
      source.abort();
      try {
        backups.abandon(created.key(), lease);
      } catch (RuntimeException suppressed) {
        // The claim then ends by itself, and the cause is what matters.
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void copy(
      ObjectCreated created, ResponseInputStream<GetObjectResponse> source, Lease lease, Log log) {
    BlobName name = BlobName.of(created.key());
    Digests.Sums sums = new BlobCopy(container, created, name).run(source, source.response());
    BackupCopy copy =
        new BackupCopy(
            container.url(name),
            sums.md5Base64(),
            sums.sha256Base64(),
            created.versionId(),
            Timestamps.time(clock.instant()),
            created.sequencer());
    backups.copied(created, source.response().contentType(), copy, lease);
    log.with("blob", name.value()).with("size", source.response().contentLength()).info("Copied");
  }
}
