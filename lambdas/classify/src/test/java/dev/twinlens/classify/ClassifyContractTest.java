package dev.twinlens.classify;

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
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.rekognition.model.DetectLabelsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.sns.model.PublishRequest;

final class ClassifyContractTest extends ConsumerContract {
  @Override
  protected RequestHandler<SQSEvent, SQSBatchResponse> function() {
    return new ClassifyHandler(
        new Environment(stack().environment()),
        new AwsClients(stack().faults()),
        Log.to("classify", line -> {}),
        Clock.systemUTC());
  }

  @Override
  protected String claimedBy() {
    return "ClaimedBy";
  }

  @Override
  protected String claimExpiresAt() {
    return "ClaimExpiresAt";
  }

  @Override
  protected Stream<Named<Predicate<SdkRequest>>> work() {
    return Stream.of(
        Named.of("DetectLabels", DetectLabelsRequest.class::isInstance),
        Named.of("PutObject", PutObjectRequest.class::isInstance),
        Named.of("BatchWriteItem", BatchWriteItemRequest.class::isInstance),
        Named.of("the labels on the summary row", updating("Labels")),
        Named.of("Publish", PublishRequest.class::isInstance),
        Named.of("the notification on the summary row", updating("NotifiedAt")));
  }

  @Override
  protected Optional<String> handledVersion(Map<String, AttributeValue> summary) {
    return summary.containsKey("NotifiedAt")
        ? Optional.of(summary.get("VersionId").s())
        : Optional.empty();
  }

  @Override
  protected boolean hasMade(String key) {
    return stack().results().has("results/" + key + ".json")
        || stack().table().rows(key).keySet().stream().anyMatch(label -> !label.equals("*"));
  }

  @Override
  protected boolean describesTheImage() {
    return true;
  }

  @Override
  protected void writeTombstone(String key) {
    ImageTable table = new ImageTable(stack().table().dynamoDb(), stack().table().name());
    table.update(
        Tombstone.write(
            RowUpdate.ofSummary(key), table.summary(key), Sequencer.NONE, Instant.now()));
  }
}
