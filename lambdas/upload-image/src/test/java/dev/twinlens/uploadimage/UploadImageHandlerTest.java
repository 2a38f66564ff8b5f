package dev.twinlens.uploadimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.classification.ImageClassifier;
import dev.twinlens.domain.claims.BusyException;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.Answers;
import dev.twinlens.testing.ApiEvents;
import dev.twinlens.testing.LambdaContext;
import dev.twinlens.testing.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.rekognition.model.DetectLabelsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sns.model.PublishRequest;

final class UploadImageHandlerTest {
  private final TestStack stack = TestStack.create();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private UploadImageHandler handler;

  @BeforeEach
  void create() {
    handler =
        new UploadImageHandler(
            settings(),
            Duration.ofMinutes(15),
            stack.classificationClients(),
            stack.presigner(),
            Log.to("upload-image", lines::add),
            Clock.systemUTC());
  }

  @Test
  void answersThePhotoWithItsLabels() throws Exception {
    byte[] photo = Photos.read("chelsea.png");

    APIGatewayV2HTTPResponse response = post("image/png", photo, Map.of("fileName", "my cat.png"));

    assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(201);
    Map<String, Object> image = Answers.json(response.getBody());
    assertThat(image)
        .containsEntry("status", "labelled")
        .containsEntry("contentType", "image/png")
        .containsEntry("size", photo.length)
        .containsKeys("versionId", "sha256", "uploadedAt", "resultUrl")
        .doesNotContainKeys("error", "backup");
    String key = (String) image.get("key");
    assertThat(key).endsWith("/my-cat.png");
    assertThat(response.getHeaders())
        .containsEntry("location", "/images/" + key.replace("/", "%2F"));
    Map<?, ?> cat = label(image, "Cat");
    assertThat((Double) cat.get("confidence")).isBetween(92.0, 94.0);
    assertThat(cat.get("kind")).isEqualTo("label");
    assertThat((List<?>) cat.get("parents")).asString().contains("Mammal");
    Map<?, ?> box = (Map<?, ?>) ((Map<?, ?>) ((List<?>) cat.get("instances")).get(0)).get("box");
    assertThat(box.keySet()).isEqualTo(Set.of("left", "top", "width", "height"));
    assertThat(get((String) image.get("url")).body()).isEqualTo(photo);
    assertThat(get((String) image.get("resultUrl")).statusCode()).isEqualTo(200);
  }

  @Test
  void leavesNothingToDoForTheEventThatFollows() {
    APIGatewayV2HTTPResponse response = post("image/png", Photos.read("chelsea.png"), Map.of());
    assertThat(stack.notifications(key(response), 1)).hasSize(1);

    deliverEvent();

    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels").containsOnlyOnce("Publish");
    assertThat(stack.hasNoNotification()).isTrue();
  }

  @Test
  void makesTheEventWaitThatArrivesWhileItClassifies() {
    List<Throwable> meanwhile = new ArrayList<>();
    AtomicBoolean once = new AtomicBoolean();
    stack
        .faults()
        .beforeEachCall(
            () -> {
              List<String> calls = stack.faults().calls();
              if (calls.get(calls.size() - 1).equals("DetectLabels")
                  && once.compareAndSet(false, true)) {
                try {
                  deliverEvent();
                } catch (BusyException e) {
                  meanwhile.add(e);
                }
              }
            });

    assertThat(post("image/png", Photos.read("chelsea.png"), Map.of()).getStatusCode())
        .isEqualTo(201);

    assertThat(meanwhile).hasSize(1);
    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels").containsOnlyOnce("Publish");
  }

  static Stream<Arguments> failuresBeforeTheLabels() {
    return Stream.of(
        Arguments.of("rekognition", DetectLabelsRequest.class),
        Arguments.of("rows", BatchWriteItemRequest.class));
  }

  @ParameterizedTest
  @MethodSource("failuresBeforeTheLabels")
  void saysThatThePhotoIsStoredAndLeavesTheLabelsToTheEvent(
      String name, Class<? extends SdkRequest> failing) {
    stack.faults().refuse(failing);
    APIGatewayV2HTTPResponse response = post("image/png", Photos.read("chelsea.png"), Map.of());

    assertThat(response.getStatusCode()).as(name).isEqualTo(202);
    Map<String, Object> image = Answers.json(response.getBody());
    assertThat(image)
        .containsEntry("status", "received")
        .containsKey("url")
        .containsEntry("labels", List.of());
    assertThat(response.getHeaders()).containsKey("location");

    stack.faults().heal();
    deliverEvent();

    assertThat(stack.summary((String) image.get("key")).get("Status").s()).isEqualTo("labelled");
    assertThat(stack.rows((String) image.get("key"))).containsKey("Cat");
    assertThat(stack.notifications(key(response), 1)).hasSize(1);
  }

  @Test
  void saysThatThePhotoIsStoredEvenWhenTheTableIsGone() {
    AtomicBoolean stored = new AtomicBoolean();
    stack
        .faults()
        .refuse(
            request -> {
              stored.compareAndSet(false, request instanceof PutObjectRequest);
              return stored.get() && request instanceof DynamoDbRequest;
            });
    APIGatewayV2HTTPResponse response = post("image/png", Photos.read("chelsea.png"), Map.of());

    assertThat(response.getStatusCode()).isEqualTo(202);
    Map<String, Object> image = Answers.json(response.getBody());
    assertThat(image).containsEntry("status", "received").containsKeys("key", "versionId");

    stack.faults().heal();
    expireClaim((String) image.get("key"));
    deliverEvent();

    assertThat(stack.summary((String) image.get("key")).get("Status").s()).isEqualTo("labelled");
  }

  @Test
  void answersTheLabelsAndLeavesTheNotificationToTheEvent() {
    stack.faults().refuse(PublishRequest.class);
    APIGatewayV2HTTPResponse response = post("image/png", Photos.read("chelsea.png"), Map.of());

    assertThat(response.getStatusCode()).isEqualTo(201);
    stack.faults().heal();
    deliverEvent();

    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels");
    assertThat(stack.notifications(key(response), 1)).hasSize(1);
  }

  @Test
  void leavesOnlyAReservationThatEndsWhenThePhotoCannotBeStored() {
    stack
        .faults()
        .refuse(
            request ->
                request instanceof PutObjectRequest put
                    && put.bucket().equals(stack.imagesBucket()));

    APIGatewayV2HTTPResponse response = post("image/png", Photos.read("chelsea.png"), Map.of());

    assertThat(response.getStatusCode()).isEqualTo(500);
    assertThat(response.getHeaders()).containsEntry("content-type", "application/problem+json");
    assertThat(Answers.json(response.getBody())).containsEntry("requestId", "request-1");
    assertThat(stack.dynamoDb().scan(request -> request.tableName(stack.table())).items())
        .singleElement()
        .satisfies(
            row -> {
              // Nobody holds it, nobody takes it for an image, and DynamoDB removes it.
              assertThat(row).containsOnlyKeys("ImageName", "Label", "ExpiresAt");
              assertThat(Long.parseLong(row.get("ExpiresAt").n()))
                  .isGreaterThan(Instant.now().getEpochSecond());
            });
  }

  @Test
  void keepsTheRowOfAPhotoThatIsStored() {
    String key = key(post("image/png", Photos.read("chelsea.png"), Map.of()));

    assertThat(stack.summary(key)).doesNotContainKey("ExpiresAt");
  }

  @Test
  void storesNothingWhenTheClaimFails() {
    stack.faults().refuse(UpdateItemRequest.class);

    assertThat(post("image/png", Photos.read("chelsea.png"), Map.of()).getStatusCode())
        .isEqualTo(500);

    assertNothingStored();
  }

  @Test
  void answersWhatTheTableSaysEvenWhenItCannotBeReadAtOnce() {
    AtomicBoolean labelled = new AtomicBoolean();
    stack
        .faults()
        .refuse(
            request -> {
              boolean refused = labelled.get() && request instanceof QueryRequest;
              labelled.compareAndSet(false, request instanceof PublishRequest);
              return refused;
            });

    APIGatewayV2HTTPResponse response = post("image/png", Photos.read("chelsea.png"), Map.of());

    assertThat(response.getStatusCode()).isEqualTo(202);
    assertThat(Answers.json(response.getBody())).containsKey("key");
  }

  static Stream<Arguments> badBodies() {
    byte[] rocket = Photos.read("rocket.jpg");
    byte[] cat = Photos.read("chelsea.png");
    return Stream.of(
        Arguments.of("image/jpeg", new byte[0], 400, "empty"),
        Arguments.of("image/jpeg", Photos.text("no photo"), 415, "not an image"),
        Arguments.of("image/gif", Photos.plain("gif", 100, 100), 415, "GIF"),
        Arguments.of("image/jpeg", Photos.firstHalf(rocket), 422, "cut off"),
        Arguments.of("image/png", Photos.firstHalf(cat), 422, "cut off"),
        Arguments.of("image/png", Photos.pngThatClaims(50_000, 50_000), 422, "50,000 × 50,000"),
        Arguments.of("image/jpeg", Photos.jpegThatClaims(50_000, 50_000), 422, "50,000 × 50,000"),
        Arguments.of("image/png", Photos.plain("png", 79, 200), 422, "at least 80"),
        Arguments.of(
            "image/jpeg", Photos.followedBy(rocket, new byte[4_500_000]), 413, "POST /uploads"),
        Arguments.of("multipart/form-data; boundary=x", Photos.text("--x"), 415, "--data-binary"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void refusesWhatIsNoPhotoBeforeAnythingIsStored(
      String type, byte[] body, int status, String detail) {
    APIGatewayV2HTTPResponse response = post(type, body, Map.of());

    assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(status);
    assertThat(response.getHeaders()).containsEntry("content-type", "application/problem+json");
    assertThat(Answers.json(response.getBody()).get("detail").toString()).contains(detail);
    assertThat(stack.faults().calls()).isEmpty();
  }

  @Test
  void refusesAFileNameThatIsTooLong() {
    APIGatewayV2HTTPResponse response =
        post("image/jpeg", Photos.read("rocket.jpg"), Map.of("fileName", "x".repeat(256)));

    assertThat(response.getStatusCode()).isEqualTo(400);
    assertThat(response.getBody()).contains("\"field\":\"fileName\"");
    assertThat(stack.faults().calls()).isEmpty();
  }

  @Test
  void takesExactlyAsMuchAsItSays() {
    byte[] cat = Photos.read("chelsea.png");
    byte[] most = Photos.followedBy(cat, new byte[4_500_000 - cat.length]);

    assertThat(post("image/png", most, Map.of()).getStatusCode()).isEqualTo(201);
    assertThat(post("image/png", Photos.followedBy(most, new byte[1]), Map.of()).getStatusCode())
        .isEqualTo(413);
  }

  @Test
  void saysHowToSendBytesWhenTheyCameAsText() {
    APIGatewayV2HTTPEvent event = ApiEvents.text("POST /images", "text/plain", "\uFFFDPNG...");

    APIGatewayV2HTTPResponse response = handler.handleRequest(event, LambdaContext.create());

    assertThat(response.getStatusCode()).isEqualTo(415);
    assertThat(Answers.json(response.getBody()).get("detail").toString())
        .contains("Content-Type: image/jpeg");
  }

  @Test
  void judgesByTheBytesNotByTheDeclaredType() {
    APIGatewayV2HTTPResponse response =
        post("application/x-www-form-urlencoded", Photos.read("rocket.jpg"), Map.of());

    assertThat(response.getStatusCode()).isEqualTo(201);
    assertThat(Answers.json(response.getBody())).containsEntry("contentType", "image/jpeg");
    assertThat(Answers.json(response.getBody()).get("key").toString()).endsWith("/photo.jpg");
  }

  @Test
  void saysWhyWhenOnlyRekognitionFindsThePhotoDamaged() {
    APIGatewayV2HTTPResponse response = post("image/png", Photos.pngThatClaims(200, 200), Map.of());

    assertThat(response.getStatusCode()).isEqualTo(422);
    Map<String, Object> problem = Answers.json(response.getBody());
    assertThat(problem.get("detail").toString()).contains("damaged");
    assertThat(stack.summary((String) problem.get("key")).get("Status").s()).isEqualTo("rejected");
  }

  @Test
  void answersThatThePhotoWasDeletedMeanwhileAndLetsTheEventClearUp() {
    List<String> keys = new ArrayList<>();
    stack
        .faults()
        .before(
            "BatchWriteItem",
            () -> {
              keys.add(storedKeys().get(0));
              stack.delete(keys.get(0));
            });

    APIGatewayV2HTTPResponse response = post("image/png", Photos.read("chelsea.png"), Map.of());

    assertThat(response.getStatusCode()).isEqualTo(404);
    assertThat(response.getBody()).contains("deleted");
    String key = keys.get(0);
    assertThat(stack.rows(key)).containsKey("Cat");
    expireClaim(key);
    deliverEvent();
    assertThat(stack.rows(key)).containsOnlyKeys("*");
    assertThat(stack.summary(key)).containsKey("DeletedAt").doesNotContainKey("ClaimedBy");
    assertThat(stack.hasResult("results/" + key + ".json")).isFalse();
  }

  @Test
  void answersAnUnknownRouteWith404() {
    assertThat(
            handler
                .handleRequest(ApiEvents.get("GET /images", Map.of()), LambdaContext.create())
                .getStatusCode())
        .isEqualTo(404);
  }

  private APIGatewayV2HTTPResponse post(
      String contentType, byte[] body, Map<String, String> query) {
    return handler.handleRequest(
        ApiEvents.bytes("POST /images", contentType, body, query), LambdaContext.create());
  }

  private static String key(APIGatewayV2HTTPResponse response) {
    return (String) Answers.json(response.getBody()).get("key");
  }

  /** Does what classify does with the event that S3 sent. */
  private void deliverEvent() {
    Map<?, ?> record =
        (Map<?, ?>) ((List<?>) Answers.json(stack.uploadEvent()).get("Records")).get(0);
    Map<?, ?> object = (Map<?, ?>) ((Map<?, ?>) record.get("s3")).get("object");
    ObjectCreated created =
        new ObjectCreated(
            stack.imagesBucket(),
            (String) object.get("key"),
            (String) object.get("versionId"),
            new Sequencer((String) object.get("sequencer")),
            ((Number) object.get("size")).longValue(),
            Instant.parse((String) record.get("eventTime")));
    new ImageClassifier(settings(), stack.classificationClients(), Clock.systemUTC())
        .classify(created, Instant.now().plusSeconds(30), Log.to("classify", lines::add));
  }

  private void expireClaim(String key) {
    stack.set(key, "ClaimExpiresAt", "2026-01-01T00:00:00.000Z");
  }

  private ClassificationSettings settings() {
    return ClassificationSettings.from(new Environment(stack.environment()));
  }

  private void assertNothingStored() {
    assertThat(storedKeys()).isEmpty();
  }

  private List<String> storedKeys() {
    return stack
        .s3()
        .listObjectsV2(request -> request.bucket(stack.imagesBucket()))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  private static Map<?, ?> label(Map<String, Object> image, String name) {
    return ((List<?>) image.get("labels"))
        .stream()
            .<Map<?, ?>>map(label -> (Map<?, ?>) label)
            .filter(label -> name.equals(label.get("name")))
            .findFirst()
            .orElseThrow();
  }

  private static HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }
}
