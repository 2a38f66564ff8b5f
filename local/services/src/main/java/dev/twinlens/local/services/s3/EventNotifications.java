package dev.twinlens.local.services.s3;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.escape.Escaper;
import com.google.common.net.PercentEscaper;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.services.auth.LocalAccount;
import dev.twinlens.local.services.integration.TopicPublisher;
import dev.twinlens.local.services.state.Effects;
import dev.twinlens.local.services.state.StateStore;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events of objects to topics, according to the notification configurations of buckets
 * and as far as the policies of the topics allow.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
final class EventNotifications implements ObjectListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventNotifications.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Principal.Service S3 = new Principal.Service("s3.amazonaws.com");

  /** Lifecycle rules have no effect here, so that nothing expires and no such event is sent. */
  private static final Set<String> EVENTS =
      Set.of(
          "s3:ObjectCreated:*",
          "s3:ObjectCreated:Put",
          "s3:ObjectCreated:Post",
          "s3:ObjectCreated:Copy",
          "s3:ObjectCreated:CompleteMultipartUpload",
          "s3:ObjectRemoved:*",
          "s3:ObjectRemoved:Delete",
          "s3:ObjectRemoved:DeleteMarkerCreated",
          "s3:ObjectTagging:*",
          "s3:ObjectTagging:Put",
          "s3:ObjectTagging:Delete",
          "s3:LifecycleExpiration:*",
          "s3:LifecycleExpiration:Delete",
          "s3:LifecycleExpiration:DeleteMarkerCreated");

  /** S3 encodes keys in events like form values, except for slashes. */
  private static final Escaper KEY = new PercentEscaper("-._*/", /* plusForSpace= */ true);

  private final StateStore state;
  private final BucketConfigurations configurations;
  private final TopicPublisher topics;
  private final InstantSource clock;
  private final LocalAccount account;

  /** Parsed configurations, by their document. */
  private final Map<String, List<TopicNotification>> parsed = new ConcurrentHashMap<>();

  EventNotifications(
      StateStore state,
      BucketConfigurations configurations,
      TopicPublisher topics,
      InstantSource clock,
      LocalAccount account) {
    this.state = state;
    this.configurations = configurations;
    this.topics = topics;
    this.clock = clock;
    this.account = account;
  }

  @Override
  public Runnable changed(ObjectChange change) {
    String bucket = change.version().bucket();
    List<Runnable> deliveries =
        notifications(bucket).stream()
            .filter(notification -> notification.matches(change))
            .filter(notification -> isAllowed(bucket, notification.topicArn()))
            .map(
                notification ->
                    topics.publish(
                        notification.topicArn(),
                        "Amazon S3 Notification",
                        event(notification, change)))
            .toList();
    return () -> Effects.runAll(deliveries);
  }

  /** S3 drops events that it may not publish; here the denial is also logged. */
  private boolean isAllowed(String bucket, String topicArn) {
    return switch (decide(bucket, topicArn)) {
      case Decision.Allowed allowed -> true;
      case Decision.Denied denied -> {
        LOG.warn(
            "denied: s3.amazonaws.com may not publish events of bucket {} to {}: {}",
            bucket,
            topicArn,
            denied.reason());
        yield false;
      }
    };
  }

  private Decision decide(String bucket, String topicArn) {
    return topics.decide(
        topicArn,
        S3,
        Map.of(
            "aws:SecureTransport",
            "true",
            "aws:SourceArn",
            S3Address.arn(bucket),
            "aws:SourceAccount",
            account.id()));
  }

  private List<TopicNotification> notifications(String bucket) {
    return configurations
        .get(bucket, Subresource.NOTIFICATION.parameter())
        .map(document -> parsed.computeIfAbsent(document, TopicNotification::parse))
        .orElse(List.of());
  }

  /**
   * Checks a configuration before it is stored, as S3 does: every topic exists and allows S3 to
   * publish.
   *
   * @return what to run once the configuration is stored: send S3's test event to each topic
   */
  Runnable validate(String bucket, String document) {
    List<TopicNotification> notifications = TopicNotification.parse(document);
    for (TopicNotification notification : notifications) {
      if (!isAllowed(bucket, notification.topicArn())) {
        throw S3Errors.error(
            400, "InvalidArgument", "Unable to validate the following destination configurations");
      }
      if (notification.events().isEmpty()) {
        throw S3Errors.malformedXml();
      }
      notification.events().forEach(EventNotifications::requireKnown);
    }
    return () -> notifications.forEach(notification -> test(bucket, notification.topicArn()));
  }

  private static void requireKnown(String event) {
    if (!EVENTS.contains(event)) {
      throw S3Errors.error(
          400,
          "InvalidArgument",
          "The event '%s' is not supported for notifications by the local S3".formatted(event));
    }
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
    Runnable delivery = state.write(() -> topics.publish(topicArn, /* subject= */ "", message));
    delivery.run();
  }

  private String event(TopicNotification notification, ObjectChange change) {
    ObjectVersion version = change.version();
    ObjectNode root = JSON.createObjectNode();
    ObjectNode event = root.putArray("Records").addObject();
    event
        .put("eventVersion", "2.1")
        .put("eventSource", "aws:s3")
        .put("awsRegion", account.region())
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
    bucket.putObject("ownerIdentity").put("principalId", account.id());
    bucket.put("arn", S3Address.arn(version.bucket()));
    ObjectNode object = s3.putObject("object").put("key", KEY.escape(version.key()));
    if (change.event().startsWith("ObjectCreated:")) {
      object.put("size", version.size()).put("eTag", version.eTag());
    }
    version.shownId().ifPresent(id -> object.put("versionId", id));
    object.put("sequencer", change.sequencer());
    return root.toString();
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
