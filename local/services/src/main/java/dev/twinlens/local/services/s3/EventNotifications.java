package dev.twinlens.local.services.s3;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.escape.Escaper;
import com.google.common.net.PercentEscaper;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.services.sns.Topics;
import dev.twinlens.local.services.state.Effects;
import dev.twinlens.local.services.state.StateStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells topics what happens to objects, as the buckets' notification configurations ask for it and
 * as far as the topics' policies let S3.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public final class EventNotifications implements ObjectListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventNotifications.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As S3 writes keys in events: a form's encoding that keeps slashes. */
  private static final Escaper KEY = new PercentEscaper("-._*/", /* plusForSpace= */ true);

  private final StateStore state;
  private final BucketConfigurations configurations;
  private final Topics topics;
  private final Clock clock;
  private final String region;
  private final String accountId;

  /** Parsed configurations, by their document. */
  private final Map<String, List<Notification>> parsed = new ConcurrentHashMap<>();

  public EventNotifications(
      StateStore state,
      BucketConfigurations configurations,
      Topics topics,
      Clock clock,
      String region,
      String accountId) {
    this.state = state;
    this.configurations = configurations;
    this.topics = topics;
    this.clock = clock;
    this.region = region;
    this.accountId = accountId;
  }

  @Override
  public Runnable changed(ObjectChange change) {
    List<Runnable> deliveries = new ArrayList<>();
    for (Notification notification : notifications(change.version().bucket())) {
      if (!notification.concerns(change)) {
        continue;
      }
      if (permitted(change.version().bucket(), notification.topicArn())) {
        deliveries.add(
            topics.publish(
                notification.topicArn(),
                new Topics.Message(
                    UUID.randomUUID().toString(),
                    "Amazon S3 Notification",
                    event(notification, change),
                    Map.of())));
      }
    }
    return () -> Effects.runAll(deliveries);
  }

  /** S3 drops what it may not publish; here it is at least said. */
  private boolean permitted(String bucket, String topicArn) {
    Decision decision = decision(bucket, topicArn);
    if (decision instanceof Decision.Denied denied) {
      LOG.warn(
          "denied: s3.amazonaws.com may not publish events of bucket {} to {}: {}",
          bucket,
          topicArn,
          denied.reason());
    }
    return decision instanceof Decision.Allowed;
  }

  private Decision decision(String bucket, String topicArn) {
    return topics.permits(
        topicArn,
        new Principal.Service("s3.amazonaws.com"),
        Map.of(
            "aws:SecureTransport",
            "true",
            "aws:SourceArn",
            S3Address.arn(bucket),
            "aws:SourceAccount",
            accountId));
  }

  private List<Notification> notifications(String bucket) {
    return configurations
        .get(bucket, Subresource.NOTIFICATION.parameter())
        .map(document -> parsed.computeIfAbsent(document, Notification::parse))
        .orElse(List.of());
  }

  /**
   * Checks a configuration as S3 does before it takes it: that every topic is there and lets S3
   * publish.
   *
   * @return what to do once the configuration is in force: send each topic S3's test event
   */
  Runnable validate(String bucket, String document) {
    List<Notification> notifications = Notification.parse(document);
    for (Notification notification : notifications) {
      if (decision(bucket, notification.topicArn()) instanceof Decision.Denied denied) {
        LOG.warn(
            "bucket {} may not send events to {}: {}",
            bucket,
            notification.topicArn(),
            denied.reason());
        throw S3Errors.error(
            400, "InvalidArgument", "Unable to validate the following destination configurations");
      }
      if (notification.events().isEmpty()) {
        throw Notification.malformed();
      }
    }
    return () -> notifications.forEach(notification -> test(bucket, notification.topicArn()));
  }

  private void test(String bucket, String topicArn) {
    String message =
        JSON.createObjectNode()
            .put("Service", "Amazon S3")
            .put("Event", "s3:TestEvent")
            .put("Time", now())
            .put("Bucket", bucket)
            .put("RequestId", S3Request.newId())
            .put("HostId", UUID.randomUUID().toString())
            .toString();
    Runnable delivery = state.write(() -> topics.publish(topicArn, Topics.Message.of(message)));
    delivery.run();
  }

  private String event(Notification notification, ObjectChange change) {
    ObjectVersion version = change.version();
    ObjectNode root = JSON.createObjectNode();
    ObjectNode event = root.putArray("Records").addObject();
    event
        .put("eventVersion", "2.1")
        .put("eventSource", "aws:s3")
        .put("awsRegion", region)
        .put("eventTime", now())
        .put("eventName", change.event());
    event.putObject("userIdentity").put("principalId", "AWS:" + change.principal());
    event.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
    event
        .putObject("responseElements")
        .put("x-amz-request-id", S3Request.newId())
        .put("x-amz-id-2", UUID.randomUUID().toString());
    ObjectNode s3 =
        event
            .putObject("s3")
            .put("s3SchemaVersion", "1.0")
            .put("configurationId", notification.id());
    ObjectNode bucket = s3.putObject("bucket").put("name", version.bucket());
    bucket.putObject("ownerIdentity").put("principalId", accountId);
    bucket.put("arn", S3Address.arn(version.bucket()));
    ObjectNode object = s3.putObject("object").put("key", KEY.escape(version.key()));
    if (!version.deleteMarker() && change.event().startsWith("ObjectCreated:")) {
      object.put("size", version.size()).put("eTag", version.eTag());
    }
    Optional.of(version.versionId())
        .filter(id -> !id.equals(ObjectVersion.UNVERSIONED))
        .ifPresent(id -> object.put("versionId", id));
    object.put("sequencer", version.sequencer());
    return root.toString();
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
