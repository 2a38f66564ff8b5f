package dev.twinlens.audit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.twinlens.audit.AuditPhases.AuditClients;
import dev.twinlens.azure.ContainerClients;
import dev.twinlens.azure.SasToken;
import dev.twinlens.azure.SasToken.Permission;
import dev.twinlens.domain.claims.Lease;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Compares S3, the rows and Azure every day, a part with each invocation, and answers with the
 * figures that it logs.
 */
public final class AuditHandler implements RequestHandler<ScheduledEvent, Map<String, Object>> {
  /** Between two looks at an audit that another invocation works on. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final AuditSettings settings;
  private final SasToken sas;
  private final CheckpointTable checkpoints;
  private final AuditPhases phases;
  private final AwsClients clients;
  private final Log log;
  private final Clock clock;
  private final Pauses pauses;

  /** What lets time pass. */
  interface Pauses {
    void pause(Duration duration) throws InterruptedException;
  }

  /** The function as Lambda starts it. */
  public AuditHandler() {
    this(Environment.system());
  }

  /** The function with other environment variables than the process has. */
  public AuditHandler(Environment environment) {
    this(environment, new AwsClients(), Log.of("audit"), Clock.systemUTC(), Thread::sleep);
  }

  AuditHandler(Environment environment, AwsClients clients, Log log, Clock clock, Pauses pauses) {
    this.settings = AuditSettings.from(environment);
    this.sas = SasToken.from(environment, Permission.READ, Permission.LIST);
    AuditClients services =
        new AuditClients(
            clients.build(S3Client.builder()),
            clients.build(DynamoDbClient.builder()),
            clients.build(SqsClient.builder()));
    CopyContainer container =
        new CopyContainer(
            ContainerClients.create(
                environment.address("BACKUP_CONTAINER_URL"),
                sas,
                ContainerClients.TRIES,
                ContainerClients.TRY_TIME));
    this.checkpoints = new CheckpointTable(services.dynamoDb(), settings.table());
    this.phases = new AuditPhases(settings, services, container, clock);
    this.clients = clients;
    this.log = log;
    this.clock = clock;
    this.pauses = pauses;
  }

  @Override
  public Map<String, Object> handleRequest(ScheduledEvent event, Context context) {
    clients.begin(context);
    Log requestLog = log.with("requestId", context.getAwsRequestId());
    Instant now = clock.instant();
    Instant end = now.plus(Duration.ofMillis(context.getRemainingTimeInMillis()));
    AuditDeadline deadline = new AuditDeadline(end.minus(AwsClients.REPORTING_TIME), clock);
    Lease lease = Lease.until(end);
    boolean start = isStart(event);
    CheckpointTable.Found found = take(lease, start, deadline);
    if (!found.held()) {
      return skip(found.state(), start, requestLog);
    }
    try {
      return report(work(found.state(), start, lease, deadline, requestLog), requestLog);
    } catch (RuntimeException e) {
      report(found.state(), requestLog);
      requestLog.error("Audit interrupted: the next invocation goes on", e);
      throw e;
    }
  }

  /** Takes the state; what an operator has asked for waits until it is free. */
  private CheckpointTable.Found take(Lease lease, boolean start, AuditDeadline deadline) {
    CheckpointTable.Found found = checkpoints.take(lease, clock.instant());
    while (!found.held() && start && deadline.leaves(PAUSE)) {
      pause();
      found = checkpoints.take(lease, clock.instant());
    }
    return found;
  }

  private void pause() {
    try {
      pauses.pause(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the audit", e);
    }
  }

  private Map<String, Object> skip(AuditState state, boolean start, Log log) {
    Map<String, Object> figures = report(state, log);
    if (start) {
      throw new IllegalStateException(
          "No audit was started: another invocation works on one. Start it again in a minute.");
    }
    log.info("Skipped: another invocation works on the audit");
    return figures;
  }

  private AuditState work(
      AuditState state, boolean start, Lease lease, AuditDeadline deadline, Log log) {
    Instant now = clock.instant();
    Optional<RunningAudit> audit =
        start || state.isDue(now) ? Optional.of(begin(state, now, log)) : state.running();
    if (audit.isPresent()) {
      return new Audit(phases, checkpoints).run(state, audit.get(), lease, deadline, log);
    }
    checkpoints.release(state, lease);
    return state;
  }

  private RunningAudit begin(AuditState state, Instant now, Log log) {
    state.running().ifPresent(replaced -> phases.files(replaced).delete(replaced));
    RunningAudit audit = state.begin(now, settings.budget());
    log.with("budgetBytes", audit.budget().left()).info("Audit started");
    return audit;
  }

  /** Whether an operator has asked for a new audit. */
  private static boolean isStart(ScheduledEvent event) {
    return Optional.ofNullable(event)
        .map(ScheduledEvent::getDetail)
        .filter(detail -> Boolean.TRUE.equals(detail.get("start")))
        .isPresent();
  }

  private Map<String, Object> report(AuditState state, Log log) {
    Instant now = clock.instant();
    AuditFigures figures =
        AuditFigures.of(state, sas.daysLeft(now), settings.backupSignatureExpires(), now);
    figures.log(log);
    return figures.fields();
  }
}
