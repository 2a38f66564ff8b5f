package dev.twinlens.queryimages;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.classification.ImageClassifier;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Thumbnail;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.Answers;
import dev.twinlens.testing.ApiEvents;
import dev.twinlens.testing.LambdaContext;
import dev.twinlens.testing.S3Events;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;

final class QueryImagesHandlerTest {
  private final TestStack stack = TestStack.create();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private QueryImagesHandler handler;
  private ImageTable table;

  @BeforeEach
  void create() {
    table = new ImageTable(stack.dynamoDb(), stack.table());
    handler = handler(stack.environment());
  }

  private QueryImagesHandler handler(Map<String, String> environment) {
    return new QueryImagesHandler(
        stack.functionDynamoDb(),
        stack.presigner(),
        new Environment(environment),
        Log.to("query-images", lines::add),
        Clock.systemUTC());
  }

  @Test
  void isHealthy() {
    assertThat(get("GET /health", Map.of()).getBody()).isEqualTo("{\"status\":\"ok\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-21/x/cat.png", "a b+c%20/😀 ü.png", "*", "*labels"})
  void answersOneImageWithEverythingThatIsKnownOfIt(String key) throws Exception {
    byte[] photo = Photos.read("chelsea.png");
    String version = classified(key, photo);
    stack.put(key, Photos.text("overwritten, and not classified yet"), "text/plain");
    backedUp(key, version);

    APIGatewayV2HTTPResponse response = one(key);

    assertThat(response.getStatusCode()).isEqualTo(200);
    assertThat(response.getHeaders()).containsEntry("content-type", "application/json");
    Map<String, Object> image = Answers.json(response.getBody());
    assertThat(image)
        .containsEntry("key", key)
        .containsEntry("status", "labelled")
        .containsEntry("contentType", "image/png")
        .containsEntry("size", photo.length)
        .containsEntry("versionId", version)
        .containsEntry("uploadedAt", "2026-11-21T08:00:00.123Z")
        .containsEntry("sha256", "c2hhMjU2")
        .containsEntry(
            "backup",
            Map.of(
                "url",
                "https://azure/x",
                "md5",
                "bWQ1",
                "sha256",
                "c2hhMjU2",
                "at",
                "2026-11-21T08:00:05.000Z"))
        .doesNotContainKey("error");
    Map<?, ?> cat = (Map<?, ?>) ((List<?>) image.get("labels")).get(0);
    assertThat((List<?>) cat.get("instances")).isNotEmpty();

    HttpResponse<byte[]> view = fetch((String) image.get("url"));
    assertThat(view.body()).isEqualTo(photo);
    assertThat(view.headers().firstValue("content-type")).contains("image/png");
    assertThat(view.headers().firstValue("content-disposition").orElse("")).startsWith("inline");
    HttpResponse<byte[]> result = fetch((String) image.get("resultUrl"));
    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(new String(result.body(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("BoundingBox");
  }

  @Test
  void offersTheThumbnailOfThisVersionOnlyForOneImageAndInLists() throws Exception {
    String version = classified("cat.png", Photos.read("chelsea.png"));
    stack
        .s3()
        .putObject(
            request -> request.bucket(stack.resultsBucket()).key("thumbnails/cat.png.jpg"),
            RequestBody.fromString("small"));
    thumbnail("cat.png", version);

    for (Map<?, ?> image :
        List.of(
            Answers.json(one("cat.png").getBody()),
            (Map<?, ?>) items(Map.of()).get(0),
            (Map<?, ?>) items(Map.of("label", "Cat")).get(0))) {
      assertThat(fetch((String) image.get("thumbnailUrl")).body()).asString().isEqualTo("small");
    }
    thumbnail("cat.png", "another");
    assertThat(Answers.json(one("cat.png").getBody())).doesNotContainKey("thumbnailUrl");
  }

  @Test
  void saysThatAnImageCanBeDeletedWhereThatIsOffered() {
    classified("cat.png", Photos.read("chelsea.png"));
    assertThat(Answers.json(one("cat.png").getBody())).doesNotContainKey("deletable");
    Map<String, String> environment = stack.environment();
    environment.put("ALLOW_DELETE", "true");
    handler = handler(environment);

    assertThat(Answers.json(one("cat.png").getBody())).containsEntry("deletable", true);
  }

  @Test
  void showsNoDeletedImage() {
    classified("cat.png", Photos.read("chelsea.png"));
    stack.delete("cat.png");

    assertThat(one("cat.png").getStatusCode()).isEqualTo(404);
    assertThat(items(Map.of())).isEmpty();
    assertThat(items(Map.of("label", "Cat"))).isEmpty();
  }

  @Test
  void putsTheMostCertainLabelFirst() {
    classified("four.jpg", Photos.read("four.jpg"));

    List<Double> confidences =
        ((List<?>) Answers.json(one("four.jpg").getBody()).get("labels"))
            .stream().map(label -> (Double) ((Map<?, ?>) label).get("confidence")).toList();

    assertThat(confidences)
        .hasSizeGreaterThan(2)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void answersWhyAnImageWasRejectedAndOffersItForSavingOnly() throws Exception {
    classified("page.html", Photos.text("<script>alert(1)</script>"));

    Map<String, Object> image = Answers.json(one("page.html").getBody());

    assertThat(image).containsEntry("status", "rejected").doesNotContainKey("resultUrl");
    assertThat(image.get("error").toString()).contains("not an image");
    assertThat(
            fetch((String) image.get("url")).headers().firstValue("content-disposition").orElse(""))
        .startsWith("attachment");
  }

  @Test
  void leavesOutABackupOfAnotherVersion() {
    classified("cat.png", Photos.read("chelsea.png"));
    backedUp("cat.png", "an older version");

    assertThat(Answers.json(one("cat.png").getBody())).doesNotContainKeys("backup", "sha256");
  }

  @Test
  void answersAnUnknownKeyWith404() {
    APIGatewayV2HTTPResponse response = one("no such/image.jpg");

    assertThat(response.getStatusCode()).isEqualTo(404);
    assertThat(response.getHeaders()).containsEntry("content-type", "application/problem+json");
    assertThat(Answers.json(response.getBody()).get("detail").toString())
        .contains("no such/image.jpg");
  }

  @Test
  void takesAClaimForNoImage() {
    table.update(RowUpdate.ofSummary("claimed").set("ClaimedBy", "somebody"));

    assertThat(one("claimed").getStatusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "*labels"})
  void answersThePartitionOfAListWith404WhenNoImageIsCalledSo(String partition) {
    image("cat.png", "2026-11-21T08:00:00.000Z", 90);

    assertThat(one(partition).getStatusCode()).isEqualTo(404);
  }

  @Test
  void listsNothingWhenThereIsNothing() {
    assertThat(get("GET /images", Map.of()).getBody()).isEqualTo("{\"items\":[]}");
    assertThat(get("GET /images", Map.of("label", "Cat")).getBody()).isEqualTo("{\"items\":[]}");
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "5", "7", "100"})
  void listsEveryImageOnceNewestFirstWhateverThePageSize(int limit) {
    List<String> newestFirst = new ArrayList<>();
    for (String day : List.of("2026-11-21", "2026-11-19", "2025-01-01")) {
      for (int hour = 23; hour > 20; hour--) {
        String key = day + "-" + hour;
        image(key, day + "T" + hour + ":00:00.000Z", 90);
        newestFirst.add(key);
      }
      // A day whose images were all overwritten since.
      table.recordDay(day.replace("-01", "-00").replace("-21", "-20").replace("-19", "-18"));
    }

    assertThat(keysOfAllPages(Map.of("limit", Integer.toString(limit)))).isEqualTo(newestFirst);
  }

  @Test
  void givesNoCursorWithTheLastPage() {
    image("one", "2026-11-21T08:00:00.000Z", 90);
    image("two", "2026-11-21T09:00:00.000Z", 90);

    assertThat(Answers.json(get("GET /images", Map.of("limit", "3")).getBody()))
        .doesNotContainKey("cursor");
  }

  @Test
  void listsTwentyFourWithoutALimit() {
    IntStream.range(0, 30)
        .forEach(
            index -> image("image-" + index, "2026-11-21T08:00:%02d.000Z".formatted(index), 90));

    assertThat(items(Map.of())).hasSize(24);
  }

  @Test
  void listsLabelsWithoutInstances() {
    classified("cat.png", Photos.read("chelsea.png"));

    Map<?, ?> image = (Map<?, ?>) items(Map.of()).get(0);

    assertThat(image.get("url")).isNotNull();
    assertThat(image.get("resultUrl")).isNotNull();
    Map<?, ?> cat = (Map<?, ?>) ((List<?>) image.get("labels")).get(0);
    assertThat(cat.keySet().stream().map(Object::toString))
        .containsExactlyInAnyOrder("name", "confidence", "kind", "parents");
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4", "100"})
  void listsImagesOfALabelTheMostCertainFirst(int limit) {
    for (int index = 0; index < 7; index++) {
      image("cat-" + index, "2026-11-21T08:00:00.000Z", 60 + index);
    }

    assertThat(keysOfAllPages(Map.of("label", "Cat", "limit", Integer.toString(limit))))
        .containsExactly("cat-6", "cat-5", "cat-4", "cat-3", "cat-2", "cat-1", "cat-0");
    assertThat(
            keysOfAllPages(
                Map.of("label", "Cat", "minConfidence", "64", "limit", Integer.toString(limit))))
        .containsExactly("cat-6", "cat-5", "cat-4");
    assertThat(keysOfAllPages(Map.of("label", "Cat", "minConfidence", "66.5"))).isEmpty();
    assertThat(keysOfAllPages(Map.of("label", "Dog"))).isEmpty();
  }

  @Test
  void leavesOutImagesThatAreBeingClassifiedAnew() {
    image("cat", "2026-11-21T08:00:00.000Z", 90);
    image("other", "2026-11-21T08:00:00.000Z", 80);
    table.update(RowUpdate.ofSummary("cat").set("Status", "received").remove("Labels"));

    assertThat(keysOfAllPages(Map.of("label", "Cat", "limit", "1"))).containsExactly("other");
  }

  @Test
  void listsNoLabelWhenThereIsNone() {
    assertThat(get("GET /labels", Map.of()).getBody()).isEqualTo("{\"items\":[]}");
  }

  @Test
  void listsTheLabelsOfAllImagesOnceInAscendingOrder() {
    image("one", "2026-11-21T08:00:00.000Z", 90);
    classified("cat.png", Photos.read("chelsea.png"));

    APIGatewayV2HTTPResponse response = get("GET /labels", Map.of());

    assertThat(response.getStatusCode()).isEqualTo(200);
    assertThat(response.getHeaders()).containsEntry("content-type", "application/json");
    assertThat(response.getBody())
        .isEqualTo(
            "{\"items\":[{\"name\":\"Animal\"},{\"name\":\"Cat\"},"
                + "{\"name\":\"Mammal\"},{\"name\":\"Pet\"}]}");
  }

  @Test
  void listsALabelAlsoWhenItsLastImageIsGone() {
    image("one", "2026-11-21T08:00:00.000Z", 90);
    table.replaceLabels("one", List.of());

    assertThat(get("GET /labels", Map.of()).getBody())
        .isEqualTo("{\"items\":[{\"name\":\"Cat\"}]}");
    assertThat(items(Map.of("label", "Cat"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0",
    "limit, 101",
    "limit, x",
    "limit, 1.5",
    "minConfidence, -1",
    "minConfidence, 101",
    "minConfidence, x",
    "minConfidence, NaN",
    "minConfidence, 1e-50",
    "cursor, x",
    "cursor, AAAAAAAAAAAAAAAA"
  })
  void answersAWrongParameterWithItsName(String parameter, String value) {
    APIGatewayV2HTTPResponse response =
        get("GET /images", Map.of("label", "Cat", parameter, value));

    assertThat(response.getStatusCode()).isEqualTo(400);
    Map<?, ?> error = (Map<?, ?>) ((List<?>) Answers.json(response.getBody()).get("errors")).get(0);
    assertThat(error.get("field")).isEqualTo(parameter);
  }

  @Test
  void answersALeastConfidenceWithoutALabelWith400() {
    assertThat(get("GET /images", Map.of("minConfidence", "50")).getStatusCode()).isEqualTo(400);
  }

  @Test
  void answersTheCursorOfAnotherListWith400() {
    image("one", "2026-11-21T08:00:00.000Z", 90);
    image("two", "2026-11-21T09:00:00.000Z", 90);
    String cursor =
        (String) Answers.json(get("GET /images", Map.of("limit", "1")).getBody()).get("cursor");

    assertThat(get("GET /images", Map.of("cursor", cursor)).getStatusCode()).isEqualTo(200);
    assertThat(get("GET /images", Map.of("cursor", cursor, "label", "Cat")).getStatusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {1025, 2048, 2049, 8000})
  void answersAKeyThatNoObjectCanHaveWith404(int bytes) {
    APIGatewayV2HTTPResponse response = one("k".repeat(bytes));

    assertThat(response.getStatusCode()).isEqualTo(404);
    assertThat(response.getHeaders()).containsEntry("content-type", "application/problem+json");
    assertThat(stack.faults().calls()).isEmpty();
  }

  @Test
  void measuresKeysAndLabelsInBytes() {
    assertThat(one("😀".repeat(256)).getStatusCode()).isEqualTo(404);
    assertThat(list(Map.of("label", "😀".repeat(256))).getStatusCode()).isEqualTo(200);
    assertThat(stack.faults().calls()).containsExactly("Query", "Query");

    assertThat(one("😀".repeat(256) + "!").getStatusCode()).isEqualTo(404);
    assertThat(list(Map.of("label", "😀".repeat(256) + "!")).getStatusCode()).isEqualTo(400);
    assertThat(stack.faults().calls()).hasSize(2);
  }

  /** Whoever reads this source can compute the checksum of a cursor. */
  @ParameterizedTest
  @MethodSource
  void answersAForgedCursorWith400(String list, Map<String, Object> position) {
    Map<String, String> query = new HashMap<>();
    if (list.startsWith("label")) {
      query.putAll(Map.of("label", "Cat", "minConfidence", "50"));
    }
    query.put("cursor", CursorTest.forged(list, position));

    APIGatewayV2HTTPResponse response = list(query);

    assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(400);
    Map<?, ?> error = (Map<?, ?>) ((List<?>) Answers.json(response.getBody()).get("errors")).get(0);
    assertThat(error.get("field")).isEqualTo("cursor");
    assertThat(stack.faults().calls()).isEmpty();
  }

  static Stream<Arguments> answersAForgedCursorWith400() {
    String day = "2026-11-21";
    String time = "2026-11-21T08:00:00.000Z";
    String tooLong = "k".repeat(1025);
    Stream<Map<String, Object>> newest =
        Stream.of(
            Map.of(),
            Map.of("day", ""),
            Map.of("day", "d".repeat(2000)),
            Map.of("day", 20261121),
            Map.of("key", "a", "time", time),
            Map.of("day", day, "key", "a"),
            Map.of("day", day, "time", time),
            Map.of("day", "", "time", time, "key", "a"),
            Map.of("day", day, "time", "", "key", "a"),
            Map.of("day", day, "time", "t".repeat(2000), "key", "a"),
            Map.of("day", day, "time", time, "key", ""),
            Map.of("day", day, "time", time, "key", tooLong),
            Map.of("day", day, "time", time, "key", List.of("a")),
            Map.of("day", day, "time", time, "key", "a", "more", "x"));
    Stream<Map<String, Object>> labelled =
        Stream.of(
            Map.of(),
            Map.of("confidence", "60"),
            Map.of("key", "a"),
            Map.of("confidence", "x", "key", "a"),
            Map.of("confidence", "", "key", "a"),
            Map.of("confidence", 60, "key", "a"),
            Map.of("confidence", "49.9", "key", "a"),
            Map.of("confidence", "100.1", "key", "a"),
            Map.of("confidence", "1e999", "key", "a"),
            Map.of("confidence", "60." + "1".repeat(40), "key", "a"),
            Map.of("confidence", "60", "key", ""),
            Map.of("confidence", "60", "key", tooLong),
            Map.of("confidence", "60", "key", "a", "day", day));
    return Stream.concat(
        newest.map(position -> Arguments.of("newest", position)),
        labelled.map(position -> Arguments.of("label Cat 50", position)));
  }

  @Test
  void goesOnBehindAPositionThatIsNoImagesAnyMore() {
    image("cat", "2026-11-21T08:00:00.000Z", 60);
    String newest =
        CursorTest.forged(
            "newest",
            Map.of("day", "2026-11-21", "time", "2026-11-21T09:00:00.000Z", "key", "deleted"));
    String labelled =
        CursorTest.forged("label Cat 50", Map.of("confidence", "٧٠", "key", "deleted"));

    assertThat(items(Map.of("cursor", newest))).hasSize(1);
    assertThat(items(Map.of("label", "Cat", "minConfidence", "50", "cursor", labelled))).hasSize(1);
  }

  @Test
  void readsTheRowsThatDynamoDbHasLeftUnread() {
    image("cat-1", "2026-11-21T08:00:00.000Z", 90);
    image("cat-2", "2026-11-21T08:00:00.000Z", 80);
    AtomicInteger throttled = new AtomicInteger(3);
    stack
        .faults()
        .changeAnswers(
            (request, response) ->
                request instanceof BatchGetItemRequest batch && throttled.getAndDecrement() > 0
                    ? unread(batch)
                    : response);

    assertThat(keysOfAllPages(Map.of("label", "Cat"))).containsExactly("cat-1", "cat-2");
    assertThat(stack.faults().calls()).filteredOn("BatchGetItem"::equals).hasSize(4);
  }

  @Test
  void asksToTryAgainWhenDynamoDbLeavesRowsUnread() {
    image("cat", "2026-11-21T08:00:00.000Z", 90);
    stack
        .faults()
        .changeAnswers(
            (request, response) ->
                request instanceof BatchGetItemRequest batch ? unread(batch) : response);

    APIGatewayV2HTTPResponse response = list(Map.of("label", "Cat"));

    assertThat(response.getStatusCode()).isEqualTo(503);
    assertThat(response.getHeaders())
        .containsEntry("content-type", "application/problem+json")
        .containsEntry("retry-after", "5");
    assertThat(stack.faults().calls()).filteredOn("BatchGetItem"::equals).hasSize(8);
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("throttling the table"));
  }

  private static BatchGetItemResponse unread(BatchGetItemRequest batch) {
    return BatchGetItemResponse.builder().unprocessedKeys(batch.requestItems()).build();
  }

  @Test
  void answersTheUnexpectedWithAProblem() {
    stack.faults().refuse(request -> true);

    APIGatewayV2HTTPResponse response = get("GET /images", Map.of());

    assertThat(response.getStatusCode()).isEqualTo(500);
    assertThat(Answers.json(response.getBody())).containsEntry("requestId", "request-1");
  }

  @Test
  void neverLogsAPresignedUrl() {
    image("one", "2026-11-21T08:00:00.000Z", 90);
    get("GET /images", Map.of());

    assertThat(lines)
        .isNotEmpty()
        .noneSatisfy(line -> assertThat(line).containsIgnoringCase("x-amz"));
  }

  @Test
  void answersInTimeWithAShorterPage() {
    for (int i = 0; i < 4; i++) {
      image("cat-" + i, "2026-11-21T08:00:00.000Z", 90 - i);
    }
    // Is being classified anew: its row is passed over, and the page is not full.
    table.update(RowUpdate.ofSummary("cat-0").set("Status", "received"));
    APIGatewayV2HTTPEvent event =
        ApiEvents.get("GET /images", Map.of("label", "Cat", "limit", "2"));

    Map<String, Object> hurried =
        Answers.json(
            handler
                .handleRequest(event, new LambdaContext("request-1", Duration.ofSeconds(4)))
                .getBody());
    Map<String, Object> unhurried =
        Answers.json(
            handler
                .handleRequest(event, new LambdaContext("request-2", Duration.ofSeconds(30)))
                .getBody());

    assertThat((List<?>) hurried.get("items")).hasSize(1);
    assertThat(hurried).containsKey("cursor");
    assertThat((List<?>) unhurried.get("items")).hasSize(2);
    assertThat(keysOfAllPages(Map.of("label", "Cat", "limit", "2")))
        .containsExactly("cat-1", "cat-2", "cat-3");
  }

  private List<String> keysOfAllPages(Map<String, String> query) {
    List<String> keys = new ArrayList<>();
    Optional<Object> cursor = Optional.empty();
    for (int page = 0; page < 50; page++) {
      Map<String, String> parameters = new HashMap<>(query);
      cursor.ifPresent(value -> parameters.put("cursor", (String) value));
      APIGatewayV2HTTPResponse response = get("GET /images", parameters);
      assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
      Map<String, Object> body = Answers.json(response.getBody());
      List<?> items = (List<?>) body.get("items");
      assertThat(items)
          .hasSizeLessThanOrEqualTo(Integer.parseInt(query.getOrDefault("limit", "24")));
      items.forEach(item -> keys.add((String) ((Map<?, ?>) item).get("key")));
      cursor = Optional.ofNullable(body.get("cursor"));
      if (cursor.isEmpty()) {
        return keys;
      }
    }
    throw new AssertionError("the pages do not end");
  }

  private List<?> items(Map<String, String> query) {
    return (List<?>) Answers.json(get("GET /images", query).getBody()).get("items");
  }

  private APIGatewayV2HTTPResponse list(Map<String, String> query) {
    return get("GET /images", query);
  }

  private APIGatewayV2HTTPResponse one(String key) {
    return handle(ApiEvents.image(key));
  }

  private APIGatewayV2HTTPResponse get(String route, Map<String, String> query) {
    return handle(ApiEvents.get(route, query));
  }

  private APIGatewayV2HTTPResponse handle(APIGatewayV2HTTPEvent event) {
    return handler.handleRequest(event, LambdaContext.create());
  }

  /** Rows as classify writes them, of an image that shows a cat. */
  private void image(String key, String uploadedAt, double confidence) {
    List<Label> labels =
        List.of(new Label("Cat", confidence, Label.KIND_LABEL, List.of(), List.of()));
    String day = uploadedAt.substring(0, 10);
    table.recordDay(day);
    table.replaceLabels(key, labels);
    table.update(
        RowUpdate.ofSummary(key)
            .set("Status", "labelled")
            .set("UploadedAt", uploadedAt)
            .set("Day", day)
            .set("Labels", ImageTable.brief(labels)));
  }

  /** Classifies a stored object as the function classify does. */
  private String classified(String key, byte[] bytes) {
    String version = stack.put(key, bytes, "image/png");
    ClassificationSettings settings =
        ClassificationSettings.from(new Environment(stack.environment()));
    new ImageClassifier(settings, stack.classificationClients(), Clock.systemUTC())
        .classify(
            S3Events.created(stack.imagesBucket(), key, version, "01", bytes.length),
            Instant.now().plusSeconds(30),
            Log.to("classify", lines::add));
    return version;
  }

  private void backedUp(String key, String version) {
    AttributeValue copy =
        new BackupCopy(
                "https://azure/x",
                "bWQ1",
                "c2hhMjU2",
                version,
                "2026-11-21T08:00:05.000Z",
                new Sequencer("01"))
            .attribute();
    table.update(RowUpdate.ofSummary(key).set("Backup", copy));
  }

  private void thumbnail(String key, String version) {
    AttributeValue thumbnail =
        new Thumbnail(
                "thumbnails/" + key + ".jpg",
                version,
                "2026-11-21T08:00:03.000Z",
                new Sequencer("01"))
            .attribute();
    table.update(RowUpdate.ofSummary(key).set("Thumbnail", thumbnail));
  }

  private static HttpResponse<byte[]> fetch(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }
}
