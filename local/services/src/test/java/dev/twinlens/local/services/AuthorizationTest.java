package dev.twinlens.local.services;

import static dev.twinlens.local.services.Role.policy;
import static dev.twinlens.local.services.Role.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.InvalidImageFormatException;
import software.amazon.awssdk.services.rekognition.model.InvalidS3ObjectException;
import software.amazon.awssdk.services.rekognition.model.S3Object;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What roles may do with queues, topics and Rekognition, and the errors of each service. */
class AuthorizationTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private static final String DENY_WITHOUT_TLS =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
       "Action": "%s", "Resource": "*",
       "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
      """;

  private final Role role = new Role(AWS.services());
  private final SqsClient sqs = role.clients().sqs();
  private final SnsClient sns = role.clients().sns();
  private final String name = UUID.randomUUID().toString();

  @Test
  void aRoleMayUseItsQueueAndNoOther() {
    String mine = createQueue("mine");
    String other = createQueue("other");
    role.may("sqs:SendMessage sqs:ReceiveMessage", queue("mine"));

    sqs.sendMessage(send -> send.queueUrl(mine).messageBody("hello"));
    assertThat(sqs.receiveMessage(receive -> receive.queueUrl(mine)).messages())
        .extracting(Message::body)
        .containsExactly("hello");
    assertSqsDenies(() -> sqs.sendMessage(send -> send.queueUrl(other).messageBody("hello")));
    assertSqsDenies(() -> sqs.receiveMessage(receive -> receive.queueUrl(other)));
    assertSqsDenies(() -> sqs.deleteMessage(delete -> delete.queueUrl(mine).receiptHandle("any")));
    assertSqsDenies(() -> sqs.purgeQueue(purge -> purge.queueUrl(mine)));
    assertSqsDenies(() -> sqs.getQueueUrl(get -> get.queueName("other-" + name)));
    assertSqsDenies(sqs::listQueues);
    assertThat(role.denials()).contains("sqs:SendMessage " + queue("other"));
  }

  @Test
  void aQueuePolicyThatNamesTheRoleSufficesAndItsDenyOverrides() {
    String url = createQueue("mine");
    String statement =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Principal": {"AWS": "%s"},
         "Action": "sqs:SendMessage", "Resource": "%s"}]}
        """;
    setQueuePolicy(url, statement.formatted("Allow", role.arn, queue("mine")));
    sqs.sendMessage(send -> send.queueUrl(url).messageBody("hello"));

    role.may("sqs:*", "*");
    setQueuePolicy(url, statement.formatted("Deny", role.arn, queue("mine")));
    assertSqsDenies(() -> sqs.sendMessage(send -> send.queueUrl(url).messageBody("hello")));
  }

  @Test
  void aQueuePolicyCanRequireTls() {
    String url = createQueue("mine");
    role.may("sqs:SendMessage", "*");
    setQueuePolicy(url, DENY_WITHOUT_TLS.formatted("sqs:*"));
    SqsClient plain = new Clients(AWS.services().plainEndpoint(), role.key).sqs();

    assertSqsDenies(() -> plain.sendMessage(send -> send.queueUrl(url).messageBody("hello")));
    sqs.sendMessage(send -> send.queueUrl(url).messageBody("hello"));
  }

  /** The queue that was authorized is the one that gets the message. */
  @ParameterizedTest
  @CsvSource({
    "'{mine}', true",
    "'http://sqs.eu-west-1.amazonaws.com/999999999999/{mine}', true",
    "'http://127.0.0.1/000000000000/{other}/../{mine}', true",
    "'http://127.0.0.1/{other}?queue=/{mine}', true",
    "'http://127.0.0.1/000000000000/{other}', false",
    "'http://127.0.0.1/999999999999/{other}', false",
    "'http://127.0.0.1/000000000000/{mine}/../{other}', false",
    "'http://127.0.0.1/000000000000/{mine}?queue=/{other}', false",
    "'http://127.0.0.1/000000000000/{mine}/', false",
    "'http://127.0.0.1/000000000000/{other}/', false",
    "'http://127.0.0.1/000000000000/{mine}%2F{other}', false",
  })
  void sendsToTheQueueThatWasAuthorized(String url, boolean sent) {
    String mine = createQueue("mine");
    String other = createQueue("other");
    role.may("sqs:SendMessage", queue("mine"));
    ThrowingCallable send =
        () ->
            sqs.sendMessage(
                message ->
                    message
                        .queueUrl(
                            url.replace("{mine}", "mine-" + name)
                                .replace("{other}", "other-" + name))
                        .messageBody("hello"));

    if (sent) {
      assertThatCode(send).doesNotThrowAnyException();
      assertThat(messagesIn(mine)).isEqualTo("1");
    } else {
      assertSqsDenies(send);
    }
    assertThat(messagesIn(other)).isEqualTo("0");
  }

  /** The CLI and the SDKs read the code from the header: {@code except AccessDenied}. */
  @Test
  void sendsTheErrorsOfSqs() throws Exception {
    HttpResponse<String> answer =
        new SignedHttp(AWS.services().endpoint(), role.key, "sqs")
            .send(
                "POST",
                "/",
                Map.of("x-amz-target", "AmazonSQS.SendMessage"),
                "{\"QueueUrl\": \"/mine\", \"MessageBody\": \"hello\"}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("x-amzn-query-error")).hasValue("AccessDenied;Sender");
    JsonNode error = new ObjectMapper().readTree(answer.body());
    assertThat(error.path("__type").asText())
        .isEqualTo("com.amazon.coral.service#AccessDeniedException");
    assertThat(error.path("message").asText())
        .contains("is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:");
  }

  @Test
  void rejectsTheOldProtocolOfSqs() throws Exception {
    HttpResponse<String> answer =
        new SignedHttp(AWS.services().endpoint(), AWS.services().administrator(), "sqs")
            .send(
                "POST",
                "/",
                Map.of("content-type", "application/x-www-form-urlencoded"),
                "Action=ListQueues");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("supports only the JSON protocol");
  }

  private String createQueue(String prefix) {
    return AWS.clients()
        .sqs()
        .createQueue(create -> create.queueName(prefix + "-" + name))
        .queueUrl();
  }

  private String queue(String prefix) {
    return "arn:aws:sqs:us-east-1:000000000000:" + prefix + "-" + name;
  }

  private static void setQueuePolicy(String url, String policy) {
    AWS.clients()
        .sqs()
        .setQueueAttributes(
            set -> set.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, policy)));
  }

  private static String messagesIn(String url) {
    return AWS.clients()
        .sqs()
        .getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
        .attributes()
        .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  private static void assertSqsDenies(ThrowingCallable call) {
    assertDenied(call, 403, "AccessDenied");
  }

  @Test
  void aRoleMayUseItsTopicAndNoOther() {
    String mine = createTopic("mine");
    String other = createTopic("other");
    String subscription =
        AWS.clients()
            .sns()
            .subscribe(
                subscribe ->
                    subscribe
                        .topicArn(other)
                        .protocol("email")
                        .endpoint("a@example.com")
                        .returnSubscriptionArn(true))
            .subscriptionArn();
    role.may("sns:Publish sns:GetTopicAttributes sns:Unsubscribe", mine);

    assertThat(sns.publish(publish -> publish.topicArn(mine).message("hello")).messageId())
        .isNotEmpty();
    assertSnsDenies(() -> sns.publish(publish -> publish.topicArn(other).message("hello")));
    assertSnsDenies(() -> sns.publish(publish -> publish.targetArn(other).message("hello")));
    assertSnsDenies(() -> sns.unsubscribe(one -> one.subscriptionArn(subscription)));
    assertSnsDenies(() -> sns.deleteTopic(delete -> delete.topicArn(mine)));
    assertSnsDenies(sns::listTopics);
    assertThat(role.denials()).contains("sns:Publish " + other, "sns:Unsubscribe " + other);
  }

  @Test
  void aTopicPolicyThatNamesTheRoleSufficesAndItsDenyOverrides() {
    String topic = createTopic("mine");
    String statement =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Principal": {"AWS": "%s"},
         "Action": "sns:Publish", "Resource": "%s"}]}
        """;
    setTopicPolicy(topic, statement.formatted("Allow", role.arn, topic));
    sns.publish(publish -> publish.topicArn(topic).message("hello"));

    role.may("sns:*", "*");
    setTopicPolicy(topic, statement.formatted("Deny", role.arn, topic));
    assertSnsDenies(() -> sns.publish(publish -> publish.topicArn(topic).message("hello")));
  }

  @Test
  void aTopicPolicyCanRequireTls() {
    String topic = createTopic("mine");
    role.may("sns:Publish", "*");
    setTopicPolicy(topic, DENY_WITHOUT_TLS.formatted("sns:Publish"));
    SnsClient plain = new Clients(AWS.services().plainEndpoint(), role.key).sns();

    assertSnsDenies(() -> plain.publish(publish -> publish.topicArn(topic).message("hello")));
    sns.publish(publish -> publish.topicArn(topic).message("hello"));
  }

  private String createTopic(String prefix) {
    return AWS.clients().sns().createTopic(create -> create.name(prefix + "-" + name)).topicArn();
  }

  private static void setTopicPolicy(String arn, String policy) {
    AWS.clients()
        .sns()
        .setTopicAttributes(
            set -> set.topicArn(arn).attributeName("Policy").attributeValue(policy));
  }

  private static void assertSnsDenies(ThrowingCallable call) {
    assertDenied(call, 403, "AuthorizationError");
  }

  @Test
  void rekognitionReadsWithThePermissionsOfItsCaller() {
    S3Client s3 = AWS.clients().s3();
    RekognitionClient rekognition = role.clients().rekognition();
    s3.createBucket(create -> create.bucket(name));
    s3.putBucketVersioning(
        put ->
            put.bucket(name)
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    String version =
        s3.putObject(put -> put.bucket(name).key("text"), RequestBody.fromString("no photo"))
            .versionId();
    S3Object newest = S3Object.builder().bucket(name).name("text").build();
    S3Object named = newest.toBuilder().version(version).build();
    String detect = statement("Allow", "rekognition:DetectLabels", "*");
    String objects = "arn:aws:s3:::" + name + "/*";

    assertDenied(() -> detect(rekognition, newest), 400, "AccessDeniedException");

    role.hasPolicy(policy(detect));
    assertUnreadable(() -> detect(rekognition, newest));

    role.hasPolicy(policy(detect, statement("Allow", "s3:GetObject", objects)));
    assertRead(() -> detect(rekognition, newest));
    assertUnreadable(() -> detect(rekognition, named));

    role.hasPolicy(policy(detect, statement("Allow", "s3:GetObjectVersion", objects)));
    assertRead(() -> detect(rekognition, named));
    assertUnreadable(() -> detect(rekognition, newest));

    s3.putBucketPolicy(
        put ->
            put.bucket(name)
                .policy(
                    """
                    {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
                     "Resource": "%s"}}
                    """
                        .formatted(objects)));
    assertUnreadable(() -> detect(rekognition, named));
  }

  private static void detect(RekognitionClient rekognition, S3Object object) {
    var unused = rekognition.detectLabels(labels -> labels.image(image -> image.s3Object(object)));
  }

  /** Only a caller that has read the object learns that it is not an image. */
  private static void assertRead(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(InvalidImageFormatException.class);
  }

  private static void assertUnreadable(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(InvalidS3ObjectException.class);
  }

  @Test
  void everyCallerMayAskForItsIdentity() {
    role.hasPolicy(policy(statement("Deny", "*", "*")));

    assertThat(role.clients().sts().getCallerIdentity().arn())
        .endsWith(":assumed-role/" + role.arn.substring(role.arn.indexOf('/') + 1) + "/twinlens");
    assertDenied(
        () ->
            AWS.clients().sts().assumeRole(assume -> assume.roleArn(role.arn).roleSessionName("x")),
        403,
        "AccessDenied");
  }

  private static void assertDenied(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
