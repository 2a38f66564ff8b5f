package dev.twinlens.backup;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Tombstone;
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

final class BackupContractTest extends ConsumerContract {
  private final TestContainer container = new TestContainer();

  @Override
  protected RequestHandler<SQSEvent, SQSBatchResponse> function() {
    Map<String, String> environment = stack().environment();
    environment.put("BACKUP_CONTAINER_URL", container.url());
    environment.put("BACKUP_CONTAINER_SAS", container.sas());
    return new BackupHandler(
        new Environment(environment),
        new AwsClients(stack().faults()),
        Log.to("backup", line -> {}),
        Clock.systemUTC());
  }

  @Override
  protected String claimedBy() {
    return "BackupClaimedBy";
  }

  @Override
  protected String claimExpiresAt() {
    return "BackupClaimExpiresAt";
  }

  @Override
  protected Stream<Named<Predicate<SdkRequest>>> work() {
    return Stream.of(Named.of("the copy on the summary row", updating("Backup")));
  }

  @Override
  protected Optional<String> handledVersion(Map<String, AttributeValue> summary) {
    return Optional.ofNullable(summary.get("Backup")).map(copy -> copy.m().get("VersionId").s());
  }

  @Override
  protected boolean hasMade(String key) {
    return container.names().contains(key);
  }

  @Override
  protected boolean outlivesTheImage() {
    return true;
  }

  @Override
  protected void writeTombstone(String key) {
    ImageTable table = new ImageTable(stack().table().dynamoDb(), stack().table().name());
    table.update(Tombstone.write(RowUpdate.ofSummary(key), table.summary(key), Instant.now()));
  }
}
