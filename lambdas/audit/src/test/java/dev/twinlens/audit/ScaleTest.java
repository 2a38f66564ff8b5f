package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import dev.twinlens.domain.claims.Lease;
import dev.twinlens.runtime.logging.Log;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A whole audit of many versions against services that answer at once: what the function itself
 * needs. It prints its figures; the README has those of a run and says how to make one.
 */
@Tag("scale")
final class ScaleTest {
  private static final int VERSIONS = Integer.getInteger("audit.versions", 100_000);
  private static final long BUDGET = 1024 * 1024;

  @Test
  void auditsManyVersions() {
    try (GeneratedContainer azure = new GeneratedContainer(VERSIONS)) {
      GeneratedAws aws = new GeneratedAws(new GeneratedVersions(VERSIONS, azure.url()));
      AuditSettings settings =
          new AuditSettings(
              "images",
              "results",
              "table",
              new AuditSettings.Queues("classify", "backup", "thumbnail"),
              BUDGET,
              Duration.ofDays(3650),
              Instant.now());
      CopyContainer container =
          new CopyContainer(
              new BlobContainerClientBuilder()
                  .endpoint(azure.url())
                  .sasToken("sig=none")
                  .httpClient(new JdkHttpClientBuilder().build())
                  .buildClient());
      AuditPhases phases = new AuditPhases(settings, aws.clients(), container, Clock.systemUTC());
      Audit audit = new Audit(phases, new CheckpointTable(aws.clients().dynamoDb(), "table"));
      Instant start = Instant.now();
      RunningAudit running = new RunningAudit(start, ReadingBudget.first(BUDGET));
      resetPeaks();

      AuditState end =
          audit.run(
              AuditState.first(start),
              running,
              Lease.until(start.plus(Duration.ofMinutes(15))),
              new AuditDeadline(start.plus(Duration.ofMinutes(15)), Clock.systemUTC()),
              Log.to("audit", line -> {}));

      System.out.printf(
          "%,d versions: %,d ms, heap at most %,d MiB, largest file %,d bytes, Azure %,d requests, AWS %s%n",
          VERSIONS,
          Duration.between(start, Instant.now()).toMillis(),
          peakMiB(),
          aws.largestFile(),
          azure.requests(),
          aws.requests());
      assertThat(end.last()).isPresent();
      assertThat(running.counted(Count.VERSIONS)).isEqualTo(VERSIONS);
      assertThat(running.counted(Count.MISSING)).isEqualTo(VERSIONS / 10_000);
      assertThat(running.counted(Count.DIFFERENT)).isZero();
      assertThat(running.counted(Count.WITHOUT_OBJECT)).isZero();
      assertThat(running.counted(Count.VERIFIED)).isEqualTo(BUDGET / 1000);
    }
  }

  private static void resetPeaks() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static long peakMiB() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        / (1024 * 1024);
  }
}
