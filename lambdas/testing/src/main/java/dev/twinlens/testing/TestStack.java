package dev.twinlens.testing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/** A stack of its own: buckets, table and topics on embedded services. */
public final class TestStack {
  static {
    // DynamoDB Local warns of each condition that does not hold, with a stack trace.
    System.setProperty("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
  }

  private final TestBucket images = new TestBucket("images-");
  private final TestBucket results = new TestBucket("results-");
  private final TestTable table = new TestTable();
  private final TestTopic uploads = new TestTopic("uploads-");
  private final TestTopic notifications = new TestTopic("notifications-");
  private final TestQueue queue = new TestQueue();
  private volatile Faults faults = new Faults();

  private TestStack() {
    images.keepVersions();
    images
        .s3()
        .putBucketNotificationConfiguration(
            request ->
                request
                    .bucket(images.name())
                    .notificationConfiguration(
                        configuration ->
                            configuration.topicConfigurations(
                                TopicConfiguration.builder()
                                    .topicArn(uploads.arn())
                                    .events(Event.S3_OBJECT_CREATED)
                                    .build())));
  }

  /** A new stack. */
  public static TestStack create() {
    return new TestStack();
  }

  /** The bucket of the originals. */
  public TestBucket images() {
    return images;
  }

  /** The bucket of what is made of them. */
  public TestBucket results() {
    return results;
  }

  public TestTable table() {
    return table;
  }

  /** The queue of the consumer that is tested. */
  public TestQueue queue() {
    return queue;
  }

  /** What the deployment sets on the functions, except for what belongs to Azure. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("IMAGES_BUCKET", images.name());
    environment.put("RESULTS_BUCKET", results.name());
    environment.put("IMAGES_TABLE", table.name());
    environment.put("NOTIFICATIONS_TOPIC_ARN", notifications.arn());
    environment.put("MIN_CONFIDENCE", "55");
    environment.put("MAX_LABELS", "50");
    environment.put("MAX_UPLOAD_BYTES", "15728640");
    environment.put("ALLOWED_TYPES", "image/jpeg,image/png");
    environment.put("URL_EXPIRY_SECONDS", "900");
    environment.put("ALLOW_DELETE", "false");
    environment.putAll(queue.environment());
    return environment;
  }

  /** What the function's clients call, and where they fail. The stack's own clients never do. */
  public Faults faults() {
    return faults;
  }

  /** Forgets the calls and the faults of the test before: functions made from now on have none. */
  public void resetFaults() {
    faults = new Faults();
  }

  /** An S3 client with the stack's faults. */
  public S3Client functionS3() {
    return EmbeddedServices.client(S3Client.builder(), faults);
  }

  /** A DynamoDB client with the stack's faults. */
  public DynamoDbClient functionDynamoDb() {
    return EmbeddedServices.client(DynamoDbClient.builder(), faults);
  }

  /** Stores an original, and knows the event that S3 sends of it. */
  public StoredVersion store(String key, byte[] bytes, String contentType, String sequencer) {
    String version = images.put(key, bytes, contentType);
    return new StoredVersion(images.name(), key, version, sequencer, bytes.length);
  }

  /** The body of a message that S3 sent when an original was stored. */
  public String uploadEvent() {
    return uploads.receive(1, event -> event.containsKey("Records")).get(0);
  }

  /** The body of a message that S3 sent when an original was stored under this key. */
  public String uploadEvent(String key) {
    return uploads.receive(1, event -> key.equals(firstKey(event))).get(0);
  }

  /** The notifications that were published about this key; there must be this many. */
  public List<Map<String, Object>> notifications(String key, int count) {
    return notifications.receive(count, sent -> key.equals(sent.get("key"))).stream()
        .map(TestJson::object)
        .toList();
  }

  /** Whether no notification waits in the queue. */
  public boolean hasNoNotification() {
    return notifications.isEmpty();
  }

  private static String firstKey(Map<String, Object> event) {
    if (event.get("Records") instanceof List<?> records
        && records.get(0) instanceof Map<?, ?> first
        && first.get("s3") instanceof Map<?, ?> s3
        && s3.get("object") instanceof Map<?, ?> object) {
      return URLDecoder.decode((String) object.get("key"), StandardCharsets.UTF_8);
    }
    return "";
  }
}
