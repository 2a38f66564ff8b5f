package dev.twinlens.audit;

import dev.twinlens.runtime.config.Environment;
import java.time.Duration;
import java.time.Instant;

/**
 * What the deployment sets on the function.
 *
 * @param budget how many bytes of copies one audit reads; 0 for none
 * @param retention after which Azure deletes a copy
 * @param backupSignatureExpires when the signature expires that the backup function holds
 */
record AuditSettings(
    String imagesBucket,
    String resultsBucket,
    String table,
    Queues queues,
    long budget,
    Duration retention,
    Instant backupSignatureExpires) {
  private static final long MIB = 1024L * 1024L;
  private static final long MAX_MIB = 100L * 1024L * 1024L;
  private static final long MAX_DAYS = 36_500;

  /** The addresses of the queues to which events are sent again. */
  record Queues(String classify, String backup, String thumbnail) {}

  static AuditSettings from(Environment environment) {
    return new AuditSettings(
        environment.text("IMAGES_BUCKET"),
        environment.text("RESULTS_BUCKET"),
        environment.text("IMAGES_TABLE"),
        new Queues(
            environment.text("CLASSIFY_QUEUE_URL"),
            environment.text("BACKUP_QUEUE_URL"),
            environment.text("THUMBNAIL_QUEUE_URL")),
        environment.wholeNumber("VERIFY_MIB_PER_DAY", 0, MAX_MIB) * MIB,
        Duration.ofDays(environment.wholeNumber("BACKUP_RETENTION_DAYS", MAX_DAYS)),
        environment.instant("BACKUP_SIGNATURE_EXPIRES"));
  }
}
