package dev.twinlens.testing;

import dev.twinlens.classification.ClassificationClients;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.json.Json;
import dev.twinlens.local.services.AwsServices;
import dev.twinlens.local.services.auth.AccessKey;
import dev.twinlens.runtime.aws.AwsClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The stack's buckets, table, topics and one queue on embedded services. The services are started
 * once per JVM; each stack has resources of its own.
 */
public final class TestStack {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static AwsServices services;

  private final AwsClients clients = new AwsClients();
  private final String imagesBucket = "images-" + UUID.randomUUID();
  private final String resultsBucket = "results-" + UUID.randomUUID();
  private final String table = "images-" + UUID.randomUUID();
  private final String topicArn;
  private final String uploadsQueue;
  private final String notificationsQueue;
  private final S3Client s3;
  private final DynamoDbClient dynamoDb;
  private final SqsClient sqs;
  private volatile Faults faults = new Faults();

  private TestStack() {
    s3 = client(S3Client.builder());
    dynamoDb = client(DynamoDbClient.builder());
    sqs = client(SqsClient.builder());
    SnsClient sns = client(SnsClient.builder());
    s3.createBucket(request -> request.bucket(imagesBucket));
    s3.createBucket(request -> request.bucket(resultsBucket));
    s3.putBucketVersioning(
        request ->
            request
                .bucket(imagesBucket)
                .versioningConfiguration(
                    versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
    createTable();
    String uploadsTopic =
        sns.createTopic(request -> request.name("uploads-" + UUID.randomUUID())).topicArn();
    topicArn =
        sns.createTopic(request -> request.name("notifications-" + UUID.randomUUID())).topicArn();
    uploadsQueue = subscribedQueue(sns, uploadsTopic);
    notificationsQueue = subscribedQueue(sns, topicArn);
    sns.setTopicAttributes(
        request ->
            request
                .topicArn(uploadsTopic)
                .attributeName("Policy")
                .attributeValue(policy("s3.amazonaws.com", "sns:Publish", uploadsTopic)));
    s3.putBucketNotificationConfiguration(
        request ->
            request
                .bucket(imagesBucket)
                .notificationConfiguration(
                    configuration ->
                        configuration.topicConfigurations(
                            TopicConfiguration.builder()
                                .topicArn(uploadsTopic)
                                .events(Event.S3_OBJECT_CREATED)
                                .build())));
  }

  /** A stack of its own. */
  public static TestStack create() {
    startServices();
    return new TestStack();
  }

  private static synchronized void startServices() {
    if (services == null) {
      try {
        Path data = Files.createTempDirectory("twinlens-lambdas");
        services = AwsServices.start(AwsServices.Options.in(data));
        Runtime.getRuntime().addShutdownHook(new Thread(services::close));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public String imagesBucket() {
    return imagesBucket;
  }

  public String resultsBucket() {
    return resultsBucket;
  }

  public String table() {
    return table;
  }

  /** What the deployment sets on the functions, but for what belongs to Azure. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("IMAGES_BUCKET", imagesBucket);
    environment.put("RESULTS_BUCKET", resultsBucket);
    environment.put("IMAGES_TABLE", table);
    environment.put("NOTIFICATIONS_TOPIC_ARN", topicArn);
    environment.put("MIN_CONFIDENCE", "55");
    environment.put("MAX_LABELS", "50");
    environment.put("MAX_UPLOAD_BYTES", "15728640");
    environment.put("ALLOWED_TYPES", "image/jpeg,image/png");
    environment.put("URL_EXPIRY_SECONDS", "900");
    environment.put("ALLOW_DELETE", "false");
    return environment;
  }

  /** What the function's clients do, and where they fail. The stack's own clients never do. */
  public Faults faults() {
    return faults;
  }

  /** Forgets the calls and the faults of the test before: functions made from now on have none. */
  public void resetFaults() {
    faults = new Faults();
  }

  public S3Client s3() {
    return s3;
  }

  public DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  /** An S3 client as a function has it. */
  public S3Client functionS3() {
    return functionClient(S3Client.builder(), ClientOverrideConfiguration.builder(), faults);
  }

  /** A DynamoDB client as a function has it. */
  public DynamoDbClient functionDynamoDb() {
    return functionClient(DynamoDbClient.builder(), ClientOverrideConfiguration.builder(), faults);
  }

  /** The clients of classification as a function has them. */
  public ClassificationClients classificationClients() {
    return classificationClients(faults);
  }

  /** The clients of classification as a function has them, with calls and faults of their own. */
  public ClassificationClients classificationClients(Faults faults) {
    return new ClassificationClients(
        functionClient(S3Client.builder(), ClientOverrideConfiguration.builder(), faults),
        functionClient(DynamoDbClient.builder(), ClientOverrideConfiguration.builder(), faults),
        functionClient(SnsClient.builder(), ClientOverrideConfiguration.builder(), faults),
        functionClient(
            RekognitionClient.builder(), ClassificationClients.recordingAnswers(), faults));
  }

  /** A presigner as a function has it. */
  public S3Presigner presigner() {
    return S3Presigner.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .build();
  }

  /**
   * Stores an object as an administrator does.
   *
   * @return its version
   */
  public String put(String key, byte[] bytes, String contentType) {
    return s3.putObject(
            request -> request.bucket(imagesBucket).key(key).contentType(contentType),
            RequestBody.fromBytes(bytes))
        .versionId();
  }

  /** Stores an object, and tells the event of it as S3 does. */
  public ObjectCreated stored(String key, byte[] bytes, String contentType, String sequencer) {
    String version = put(key, bytes, contentType);
    return S3Events.created(imagesBucket, key, version, sequencer, bytes.length);
  }

  /** Sets a text of an image's summary row, as another worker does. */
  public void set(String key, String attribute, String value) {
    dynamoDb.updateItem(
        request ->
            request
                .tableName(table)
                .key(summaryRow(key))
                .updateExpression("SET #attribute = :value")
                .expressionAttributeNames(Map.of("#attribute", attribute))
                .expressionAttributeValues(Map.of(":value", AttributeValue.fromS(value))));
  }

  private static Map<String, AttributeValue> summaryRow(String key) {
    return Map.of("ImageName", AttributeValue.fromS(key), "Label", AttributeValue.fromS("*"));
  }

  /** Does what makes an image deleted in the eyes of those who are at it. */
  public void delete(String key) {
    s3.deleteObject(request -> request.bucket(imagesBucket).key(key));
    dynamoDb.updateItem(
        request ->
            request
                .tableName(table)
                .key(summaryRow(key))
                .updateExpression(
                    "SET DeletedAt = :now REMOVE UploadedAt, #day, #status, Thumbnail")
                .expressionAttributeNames(Map.of("#day", "Day", "#status", "Status"))
                .expressionAttributeValues(
                    Map.of(":now", AttributeValue.fromS("2026-11-21T09:00:00.000Z"))));
  }

  /** Whether the results bucket has an object. */
  public boolean hasResult(String resultKey) {
    return s3
        .listObjectsV2(request -> request.bucket(resultsBucket).prefix(resultKey))
        .contents()
        .stream()
        .anyMatch(object -> object.key().equals(resultKey));
  }

  /** The body of a message that S3 sent when an object was stored. */
  public String uploadEvent() {
    return receive(uploadsQueue, 1, event -> event.containsKey("Records")).get(0);
  }

  /** The body of a message that S3 sent when an object was stored under this key. */
  public String uploadEvent(String key) {
    return receive(uploadsQueue, 1, event -> key.equals(S3Events.firstKey(event))).get(0);
  }

  /** The notifications that were published of this key, of which there must be as many. */
  public List<Map<String, Object>> notifications(String key, int count) {
    return receive(notificationsQueue, count, notification -> key.equals(notification.get("key")))
        .stream()
        .map(Answers::json)
        .toList();
  }

  /** Whether nothing waits in the queue of notifications. */
  public boolean hasNoNotification() {
    return sqs.receiveMessage(request -> request.queueUrl(notificationsQueue)).messages().isEmpty();
  }

  /** All rows of an image: the label or {@code *}, and its attributes. */
  public Map<String, Map<String, AttributeValue>> rows(String key) {
    Map<String, Map<String, AttributeValue>> rows = new HashMap<>();
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression("ImageName = :key")
            .expressionAttributeValues(Map.of(":key", AttributeValue.fromS(key)))
            .build();
    dynamoDb.queryPaginator(query).items().forEach(item -> rows.put(item.get("Label").s(), item));
    return rows;
  }

  /** The image's summary row. */
  public Map<String, AttributeValue> summary(String key) {
    return rows(key).getOrDefault("*", Map.of());
  }

  /** Takes messages until as many fit; those that do not are of other tests. */
  private List<String> receive(String queue, int count, Predicate<Map<String, Object>> wanted) {
    List<String> bodies = new ArrayList<>();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (Message message : receiveSome(queue)) {
                if (wanted.test(Answers.json(message.body()))) {
                  bodies.add(message.body());
                }
              }
              return bodies.size() >= count;
            });
    return bodies;
  }

  private List<Message> receiveSome(String queue) {
    List<Message> messages =
        sqs.receiveMessage(
                request -> request.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(1))
            .messages();
    messages.forEach(
        message ->
            sqs.deleteMessage(
                request -> request.queueUrl(queue).receiptHandle(message.receiptHandle())));
    return messages;
  }

  private String subscribedQueue(SnsClient sns, String topic) {
    String queue =
        sqs.createQueue(request -> request.queueName("q-" + UUID.randomUUID())).queueUrl();
    String arn =
        sqs.getQueueAttributes(
                request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    sqs.setQueueAttributes(
        request ->
            request
                .queueUrl(queue)
                .attributes(
                    Map.of(
                        QueueAttributeName.POLICY,
                        policy("sns.amazonaws.com", "sqs:SendMessage", arn))));
    sns.subscribe(
        request ->
            request
                .topicArn(topic)
                .protocol("sqs")
                .endpoint(arn)
                .attributes(Map.of("RawMessageDelivery", "true")));
    return queue;
  }

  private static String policy(String service, String action, String resource) {
    return Json.write(
        Map.of(
            "Version",
            "2012-10-17",
            "Statement",
            List.of(
                Map.of(
                    "Effect",
                    "Allow",
                    "Principal",
                    Map.of("Service", service),
                    "Action",
                    action,
                    "Resource",
                    resource))));
  }

  private void createTable() {
    dynamoDb.createTable(
        request ->
            request
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    attribute("ImageName", ScalarAttributeType.S),
                    attribute("Label", ScalarAttributeType.S),
                    attribute("Confidence", ScalarAttributeType.N),
                    attribute("Day", ScalarAttributeType.S),
                    attribute("UploadedAt", ScalarAttributeType.S))
                .keySchema(keys("ImageName", "Label"))
                .globalSecondaryIndexes(
                    index("by-label", "Label", "Confidence"),
                    index("by-day", "Day", "UploadedAt")));
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static List<KeySchemaElement> keys(String hash, String range) {
    return List.of(
        KeySchemaElement.builder().attributeName(hash).keyType(KeyType.HASH).build(),
        KeySchemaElement.builder().attributeName(range).keyType(KeyType.RANGE).build());
  }

  private static GlobalSecondaryIndex index(String name, String hash, String range) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(keys(hash, range))
        .projection(projection -> projection.projectionType(ProjectionType.ALL))
        .build();
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    return clients.build(
        builder
            .endpointOverride(endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials()));
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C functionClient(
      B builder, ClientOverrideConfiguration.Builder configuration, Faults faults) {
    return clients.build(
        builder
            .endpointOverride(endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials()),
        configuration.addExecutionInterceptor(faults));
  }

  private static synchronized URI endpoint() {
    return services.endpoint();
  }

  private static synchronized StaticCredentialsProvider credentials() {
    AccessKey key = services.administrator();
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
  }
}
