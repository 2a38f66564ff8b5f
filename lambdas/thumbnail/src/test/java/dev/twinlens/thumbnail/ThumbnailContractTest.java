package dev.twinlens.thumbnail;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Tombstone;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ConsumerContract;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

final class ThumbnailContractTest extends ConsumerContract {
  @Override
  protected RequestHandler<SQSEvent, SQSBatchResponse> function() {
    return new ThumbnailHandler(
        new Environment(stack().environment()),
        new AwsClients(stack().faults()),
        Log.to("thumbnail", line -> {}),
        Clock.systemUTC());
  }

  @Override
  protected String claimedBy() {
    return "ThumbnailClaimedBy";
  }

  @Override
  protected String claimExpiresAt() {
    return "ThumbnailClaimExpiresAt";
  }

  @Override
  protected Stream<Named<Predicate<SdkRequest>>> work() {
    return Stream.of(
        Named.of("PutObject", PutObjectRequest.class::isInstance),
        Named.of("the thumbnail on the summary row", updating("Thumbnail")));
  }

  @Override
  protected Optional<String> handledVersion(Map<String, AttributeValue> summary) {
    return Optional.ofNullable(summary.get("Thumbnail"))
        .map(thumbnail -> thumbnail.m().get("VersionId").s());
  }

  @Override
  protected boolean hasMade(String key) {
    return stack().results().has("thumbnails/" + key + ".jpg");
  }

  @Override
  protected void writeTombstone(String key) {
    ImageTable table = new ImageTable(stack().table().dynamoDb(), stack().table().name());
    table.update(
        Tombstone.write(
            RowUpdate.ofSummary(key), table.summary(key), Sequencer.NONE, Instant.now()));
  }
}
