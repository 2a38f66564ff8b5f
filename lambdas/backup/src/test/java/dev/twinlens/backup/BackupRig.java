package dev.twinlens.backup;

import dev.twinlens.domain.catalog.CopyRow;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ConsumerTester;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The function for one test: a container of its own, and a stack that all tests share. */
final class BackupRig {
  private static final TestStack STACK = TestStack.create();

  private final BackupCopies container = new BackupCopies();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private ConsumerTester consumer;

  BackupRig() {
    STACK.resetFaults();
    connect(container.url(), container.sas());
  }

  /** The function with another address of Azure, or another token. */
  void connect(String url, String sas) {
    consumer = new ConsumerTester(handler(url, sas));
  }

  BackupHandler handler(String url, String sas) {
    Map<String, String> environment = STACK.environment();
    environment.put("BACKUP_CONTAINER_URL", url);
    environment.put("BACKUP_CONTAINER_SAS", sas);
    return new BackupHandler(
        new Environment(environment),
        new AwsClients(STACK.faults()),
        Log.to("backup", lines::add),
        Clock.systemUTC());
  }

  TestStack stack() {
    return STACK;
  }

  BackupCopies container() {
    return container;
  }

  List<String> lines() {
    return lines;
  }

  List<String> failures(StoredVersion... versions) {
    return consumer.failures(versions);
  }

  List<String> failures(String... bodies) {
    return consumer.failures(bodies);
  }

  StoredVersion store(String key, byte[] bytes) {
    return store(key, bytes, StoredVersion.SEQUENCER);
  }

  StoredVersion store(String key, byte[] bytes, String sequencer) {
    return STACK.store(key, bytes, "image/jpeg", sequencer);
  }

  Map<String, AttributeValue> summary(String key) {
    return STACK.table().summary(key);
  }

  /** Why the summary row says that the copy is late. */
  String lateBecause(String key) {
    return summary(key).get("CopyLate").m().get("Because").s();
  }

  /** The row of one version's copy; empty when there is none. */
  Map<String, AttributeValue> copyRow(StoredVersion version) {
    return STACK
        .table()
        .rows(CopyRow.partition(version.key()))
        .getOrDefault("*copy#" + version.versionId(), Map.of());
  }

  /** The record of the copy on the summary row. */
  Map<String, AttributeValue> backup(String key) {
    return summary(key).get("Backup").m();
  }

  /** Bytes that differ from those of another size. */
  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
