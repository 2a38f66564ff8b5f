package dev.twinlens.audit;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Opens the phase in which an audit is. */
final class AuditPhases {
  private final AuditServices services;
  private final ImageResults results;
  private final ImageDays days;
  private final Requeue requeue;
  private final S3Client s3;
  private final String resultsBucket;

  AuditPhases(AuditSettings settings, AuditClients clients, CopyContainer container, Clock clock) {
    ImageTable table = new ImageTable(clients.dynamoDb(), settings.table());
    ImageVersions images = new ImageVersions(clients.s3(), settings.imagesBucket());
    VersionEvents events = new VersionEvents(images, table);
    this.requeue = new Requeue(clients.sqs(), settings.queues());
    this.services =
        new AuditServices(
            table,
            container,
            images,
            new Repairs(table, events, requeue, clock),
            settings.retention(),
            clock);
    this.results = new ImageResults(table, events, requeue, clock);
    this.days = new ImageDays(clients.dynamoDb(), settings.table(), clock);
    this.s3 = clients.s3();
    this.resultsBucket = settings.resultsBucket();
  }

  /** The clients of AWS. */
  record AuditClients(S3Client s3, DynamoDbClient dynamoDb, SqsClient sqs) {}

  AuditPhase open(RunningAudit audit, Log log) {
    WorkingFiles files = files(audit);
    return switch (audit.phase()) {
      case COPIES -> new CopiesPhase(services, audit, files, log);
      case VERSIONS -> new VersionsPhase(services, audit, files, results, log);
      case ROWS -> new RowsPhase(services, audit, files, days, requeue, log);
      case READING -> new ReadingPhase(services, audit, files, log);
    };
  }

  WorkingFiles files(RunningAudit audit) {
    return new WorkingFiles(s3, resultsBucket, audit.startedAt());
  }
}
