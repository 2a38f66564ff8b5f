package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.testing.StoredVersion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** How an audit begins, is interrupted, goes on and ends. */
final class AuditRunTest {
  private static final Duration WHOLE = Duration.ofMinutes(15);

  private final AuditRig rig = new AuditRig();

  @Test
  void begins24HoursAfterTheLastOneBegan() {
    rig.invoke(WHOLE);
    rig.clock().advance(Duration.ofHours(23));
    rig.invoke(WHOLE);
    assertThat(started()).isEqualTo(1);

    rig.clock().advance(Duration.ofHours(1));
    rig.invoke(WHOLE);

    assertThat(started()).isEqualTo(2);
  }

  @Test
  void logsItsFiguresOnEveryInvocation() {
    rig.invoke(WHOLE);
    rig.clock().advance(Duration.ofMinutes(90));
    rig.lines().clear();

    assertThat(rig.invoke(WHOLE)).containsEntry("hoursSinceAudit", 1.5);

    assertThat(rig.lines())
        .singleElement()
        .asString()
        .contains(
            "\"missing\":0",
            "\"different\":0",
            "\"oldestVerificationDays\":",
            "\"hoursSinceAudit\":1.5",
            "\"auditSignatureDaysLeft\":",
            "\"backupSignatureDaysLeft\":");
  }

  /** Each call of AWS takes five seconds, so that one invocation has the time for few. */
  @Test
  void goesOnWhereTheLastInvocationHadToStop() {
    StoredVersion version = rig.copied("resumed");
    rig.store("waiting");
    rig.clock().advance(Duration.ofHours(2));
    rig.stack().faults().beforeEachCall(call -> rig.clock().advance(Duration.ofSeconds(5)));

    int invocations = 0;
    while (!rig.checkpoint().containsKey("LastComplete")) {
      rig.invoke(Duration.ofSeconds(100));
      invocations++;
      assertThat(invocations).isLessThan(20);
    }

    assertThat(invocations).isGreaterThan(2);
    assertThat(started()).isEqualTo(1);
    assertThat(rig.copyRow(version)).containsKey("VerifiedAt");
    rig.backUpNext();
    assertThat(rig.backup().isEmpty()).isFalse();
    assertThat(rig.stack().results().keys()).isEmpty();
  }

  @Test
  void leavesTheWorkToTheInvocationThatHasIt() {
    rig.copied("shared");
    rig.clock().advance(Duration.ofHours(2));
    rig.stack()
        .faults()
        .before(ListObjectVersionsRequest.class::isInstance, () -> rig.invoke(WHOLE));

    rig.invoke(WHOLE);

    assertThat(started()).isEqualTo(1);
    assertThat(rig.lines())
        .anySatisfy(line -> assertThat(line).contains("another invocation works on the audit"));
    assertThat(rig.checkpoint()).containsKey("LastComplete").doesNotContainKey("LeaseOwner");
  }

  @Test
  void keepsNoOtherInvocationAwayWhenItCouldNotSaveItsFiles() {
    rig.copied("unsaved");
    rig.clock().advance(Duration.ofHours(2));
    rig.stack().faults().refuse(PutObjectRequest.class);
    assertThatThrownBy(() -> rig.invoke(WHOLE)).isInstanceOf(SdkClientException.class);
    rig.stack().faults().heal();

    assertThat(rig.invoke(WHOLE)).containsEntry("missing", 0L);
    assertThat(rig.checkpoint()).containsKey("LastComplete").doesNotContainKey("LeaseOwner");
  }

  @Test
  void takesOverWhenALeaseHasEnded() {
    rig.copied("abandoned");
    leaveALease();

    rig.clock().advance(Duration.ofMinutes(16));

    assertThat(rig.invoke(WHOLE)).containsEntry("missing", 0L);
    assertThat(rig.checkpoint()).containsKey("LastComplete");
  }

  @Test
  void waitsWithAnOperatorsStartUntilTheLeaseHasEnded() {
    rig.copied("waited-for");
    leaveALease();
    rig.clock().advance(Duration.ofMinutes(14));

    rig.start(WHOLE);

    assertThat(started()).isEqualTo(2);
    assertThat(rig.checkpoint()).containsKey("LastComplete");
  }

  @Test
  void saysThatAnOperatorsStartWasNotCarriedOut() {
    leaveALease();

    assertThatThrownBy(() -> rig.start(Duration.ofSeconds(30)))
        .hasMessageContaining("another invocation works on one");

    assertThat(rig.lines()).anySatisfy(line -> assertThat(line).contains("\"hoursSinceAudit\""));
  }

  /** As an invocation does that is killed in the middle. */
  private void leaveALease() {
    rig.clock().advance(Duration.ofHours(2));
    AtomicInteger calls = new AtomicInteger();
    // All but the first, which takes the lease.
    rig.stack().faults().refuse(call -> calls.getAndIncrement() > 0);
    assertThatThrownBy(() -> rig.invoke(WHOLE)).isInstanceOf(SdkClientException.class);
    rig.stack().faults().heal();
    assertThat(rig.checkpoint()).containsKey("LeaseOwner");
  }

  @Test
  void failsVisiblyInAnOutageOfAzureAndCompletesAfterIt() {
    StoredVersion version = rig.copied("azure-outage");
    rig.clock().advance(Duration.ofHours(2));
    rig.use(rig.handler(Map.of("BACKUP_CONTAINER_URL", "http://127.0.0.1:1/twinlens/originals")));

    assertThatThrownBy(() -> rig.invoke(WHOLE)).isInstanceOf(RuntimeException.class);

    assertThat(rig.lines())
        .anySatisfy(line -> assertThat(line).contains("Audit interrupted", "ERROR"))
        .anySatisfy(line -> assertThat(line).contains("\"hoursSinceAudit\""));
    rig.use(rig.handler(Map.of()));
    rig.invoke(WHOLE);
    assertThat(rig.checkpoint()).containsKey("LastComplete");
    assertThat(rig.copyRow(version)).containsKey("VerifiedAt");
  }

  @Test
  void failsVisiblyInAnOutageOfSqsAndLosesNoFinding() {
    rig.copied("sqs-outage");
    rig.container().delete("sqs-outage");
    rig.clock().advance(Duration.ofHours(2));
    rig.stack().faults().refuse(SendMessageRequest.class);
    assertThatThrownBy(() -> rig.invoke(WHOLE)).isInstanceOf(SdkClientException.class);
    rig.stack().faults().heal();

    rig.invoke(WHOLE);

    rig.backUpNext();
    assertThat(rig.container().blobs("sqs-outage")).hasSize(1);
  }

  @Test
  void goesOnAfterAnOutageOfDynamoDb() {
    rig.copied("dynamodb-outage");
    rig.clock().advance(Duration.ofHours(2));
    rig.stack().faults().refuse(QueryRequest.class);
    assertThatThrownBy(() -> rig.invoke(WHOLE)).isInstanceOf(SdkClientException.class);
    rig.stack().faults().heal();

    rig.invoke(WHOLE);

    assertThat(started()).isEqualTo(1);
    assertThat(rig.checkpoint()).containsKey("LastComplete");
  }

  private long started() {
    return rig.lines().stream().filter(line -> line.contains("Audit started")).count();
  }
}
