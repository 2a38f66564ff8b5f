package dev.twinlens.thumbnail;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Thumbnail;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.claims.Work;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.images.ByteSource;
import dev.twinlens.domain.images.ImageInspector;
import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.domain.images.Inspection;
import dev.twinlens.domain.storage.DerivedKey;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ResultsBucket;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.config.SharedSettings;
import dev.twinlens.runtime.derivatives.DerivativeConsumer;
import dev.twinlens.runtime.logging.Log;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Makes a thumbnail of every photo that S3 says was created. A file that is no sound photo gets
 * none; it is classify that rejects it.
 */
public final class ThumbnailHandler extends DerivativeConsumer {
  private final ResultsBucket results;
  private final ImageRules rules;
  private final Clock clock;

  /** Reads the environment, as Lambda needs it. */
  public ThumbnailHandler() {
    this(Environment.system(), new AwsClients(), Log.of("thumbnail"), Clock.systemUTC());
  }

  private ThumbnailHandler(Environment environment, AwsClients clients, Log log, Clock clock) {
    this(
        environment,
        clients.build(S3Client.builder()),
        clients.build(DynamoDbClient.builder()),
        log,
        clock);
  }

  ThumbnailHandler(
      Environment environment, S3Client s3, DynamoDbClient dynamoDb, Log log, Clock clock) {
    super(
        new ImageBucket(s3, environment.text("IMAGES_BUCKET")),
        new ImageTable(dynamoDb, environment.text("IMAGES_TABLE")),
        Work.THUMBNAIL,
        Attributes.THUMBNAIL,
        log,
        clock);
    this.results = new ResultsBucket(s3, environment.text("RESULTS_BUCKET"));
    this.rules = SharedSettings.imageRules(environment);
    this.clock = clock;
  }

  /** Only the newest version's thumbnail is ever shown, so older ones are not worth making. */
  @Override
  protected boolean isDone(SummaryRow row, ObjectCreated created) {
    return row.sequencer().isNewerThan(created.sequencer())
        || row.lastThumbnail()
            .filter(thumbnail -> !created.sequencer().isNewerThan(thumbnail.sequencer()))
            .isPresent();
  }

  @Override
  protected Optional<RowUpdate> make(
      ObjectCreated created, SummaryRow row, ResponseInputStream<GetObjectResponse> source, Log log)
      throws IOException {
    if (source.response().contentLength() > rules.maxBytes()) {
      return none("The file is too large.", log);
    }
    byte[] file = source.readAllBytes();
    Inspection inspection = new ImageInspector(rules).inspect(ByteSource.of(file));
    if (inspection instanceof Inspection.Refused refused) {
      return none(refused.reason(), log);
    }
    byte[] jpeg;
    try {
      jpeg = ThumbnailMaker.make(file, (Inspection.Accepted) inspection);
    } catch (UnreadablePhotoException e) {
      return none("The image cannot be read: " + e.getMessage() + ".", log);
    }
    String key = results.putThumbnail(created.key(), jpeg);
    log.with("thumbnail", key).with("size", jpeg.length).info("Made");
    Thumbnail thumbnail =
        new Thumbnail(
            key, created.versionId(), Timestamps.time(clock.instant()), created.sequencer());
    return Optional.of(
        RowUpdate.ofSummary(created.key()).set(Attributes.THUMBNAIL, thumbnail.attribute()));
  }

  @Override
  protected void clear(String key) {
    results.delete(DerivedKey.THUMBNAIL, key);
  }

  private static Optional<RowUpdate> none(String reason, Log log) {
    log.with("reason", reason).info("No thumbnail");
    return Optional.empty();
  }
}
