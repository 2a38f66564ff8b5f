package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.twinlens.backup.BackupHandler;
import dev.twinlens.domain.catalog.CopyRow;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ConsumerTester;
import dev.twinlens.testing.LambdaContext;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestQueue;
import dev.twinlens.testing.TestStack;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The function for one test, on a stack and a container of its own. */
final class AuditRig {
  static final String SEQUENCER = StoredVersion.SEQUENCER;

  private final TestStack stack = TestStack.create();
  private final AuditedContainer container = new AuditedContainer();
  private final TestQueue classify = new TestQueue();
  private final TestQueue backup = new TestQueue();
  private final TestQueue thumbnail = new TestQueue();
  private final TickingClock clock = new TickingClock();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final ConsumerTester backupFunction;
  private AuditHandler handler;

  AuditRig() {
    Map<String, String> environment = stack.environment();
    environment.put("BACKUP_CONTAINER_URL", container.url());
    environment.put("BACKUP_CONTAINER_SAS", container.sas("c"));
    backupFunction = new ConsumerTester(new BackupHandler(new Environment(environment)));
    handler = handler(Map.of());
  }

  /** The function with some variables of its own. */
  AuditHandler handler(Map<String, String> changed) {
    Map<String, String> environment = new HashMap<>(stack.environment());
    environment.put("BACKUP_CONTAINER_URL", container.url());
    environment.put("BACKUP_CONTAINER_SAS", container.sas("rl"));
    environment.put(
        "BACKUP_SIGNATURE_EXPIRES", clock.instant().plus(Duration.ofDays(40)).toString());
    environment.put("CLASSIFY_QUEUE_URL", url(classify));
    environment.put("BACKUP_QUEUE_URL", url(backup));
    environment.put("THUMBNAIL_QUEUE_URL", url(thumbnail));
    environment.put("VERIFY_MIB_PER_DAY", "1");
    environment.put("BACKUP_RETENTION_DAYS", "3650");
    environment.putAll(changed);
    return new AuditHandler(
        new Environment(environment),
        new AwsClients(stack.faults()),
        Log.to("audit", lines::add),
        clock,
        clock::advance);
  }

  private static String url(TestQueue queue) {
    return queue.environment().getOrDefault("QUEUE_URL", "");
  }

  void use(AuditHandler other) {
    handler = other;
  }

  TestStack stack() {
    return stack;
  }

  AuditedContainer container() {
    return container;
  }

  TestQueue classify() {
    return classify;
  }

  TestQueue backup() {
    return backup;
  }

  TestQueue thumbnail() {
    return thumbnail;
  }

  TickingClock clock() {
    return clock;
  }

  List<String> lines() {
    return lines;
  }

  StoredVersion store(String key) {
    return store(key, SEQUENCER);
  }

  StoredVersion store(String key, String sequencer) {
    byte[] bytes = new byte[1000];
    new Random(key.hashCode() + (long) sequencer.hashCode()).nextBytes(bytes);
    return stack.store(key, bytes, "image/png", sequencer);
  }

  /** Stores an object and has the backup function copy it. */
  StoredVersion copied(String key) {
    StoredVersion version = store(key);
    assertThat(backupFunction.failures(version)).isEmpty();
    return version;
  }

  /** Gives the next message of the backup queue to the backup function. */
  void backUpNext() {
    SQSEvent event = backup.next();
    assertThat(backupFunction.failures(event.getRecords().get(0).getBody())).isEmpty();
  }

  /** Gives a message to the backup function. */
  List<String> backUp(StoredVersion version) {
    return backupFunction.failures(version);
  }

  /** A whole audit, as an operator starts it. Everything that was stored is over an hour old. */
  Map<String, Object> audit() {
    clock.advance(Duration.ofHours(2));
    return start(Duration.ofMinutes(15));
  }

  /** An invocation by an operator, who wants an audit now. */
  Map<String, Object> start(Duration remaining) {
    ScheduledEvent event = new ScheduledEvent();
    event.setDetail(Map.of("start", true));
    return invoke(event, remaining);
  }

  /** The whole audit of the next day. */
  Map<String, Object> auditOfTheNextDay() {
    clock.advance(Duration.ofDays(1));
    return invoke(Duration.ofMinutes(15));
  }

  /** An invocation by the schedule. */
  Map<String, Object> invoke(Duration remaining) {
    return invoke(new ScheduledEvent(), remaining);
  }

  private Map<String, Object> invoke(ScheduledEvent event, Duration remaining) {
    return handler.handleRequest(event, new LambdaContext("request-1", remaining));
  }

  Map<String, AttributeValue> summary(String key) {
    return stack.table().summary(key);
  }

  /** The row of one version's copy; empty when there is none. */
  Map<String, AttributeValue> copyRow(StoredVersion version) {
    return stack
        .table()
        .rows(CopyRow.partition(version.key()))
        .getOrDefault("*copy#" + version.versionId(), Map.of());
  }

  /** The item with the state of the audits. */
  Map<String, AttributeValue> checkpoint() {
    return stack.table().rows("*audit").getOrDefault("*audit", Map.of());
  }

  Instant now() {
    return clock.instant();
  }
}
