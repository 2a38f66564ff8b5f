package dev.twinlens.queryimages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.testing.ApiResult;
import dev.twinlens.testing.LambdaContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;

/** The newest images, the images with a label, and the labels that there are. */
final class ListsTest {
  private final QueryRig rig = new QueryRig();

  @Test
  void listsNothingWhenThereIsNothing() {
    assertThat(rig.list(Map.of()).body()).isEqualTo("{\"items\":[]}");
    assertThat(rig.list(Map.of("label", "Cat")).body()).isEqualTo("{\"items\":[]}");
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "5", "7", "100"})
  void listsEveryImageOnceNewestFirstWhateverThePageSize(int limit) {
    List<String> newestFirst = new ArrayList<>();
    for (String day : List.of("2026-11-21", "2026-11-19", "2025-01-01")) {
      for (int hour = 23; hour > 20; hour--) {
        String key = day + "-" + hour;
        rig.image(key, day + "T" + hour + ":00:00.000Z", 90);
        newestFirst.add(key);
      }
      // A day whose images were all overwritten since.
      rig.table().recordDay(day.replace("-01", "-00").replace("-21", "-20").replace("-19", "-18"));
    }

    assertThat(rig.keysOfAllPages(Map.of("limit", Integer.toString(limit)))).isEqualTo(newestFirst);
  }

  @Test
  void givesNoCursorWithTheLastPage() {
    rig.image("one", "2026-11-21T08:00:00.000Z", 90);
    rig.image("two", "2026-11-21T09:00:00.000Z", 90);

    assertThat(rig.list(Map.of("limit", "3")).json()).doesNotContainKey("cursor");
  }

  @Test
  void listsTwentyFourWithoutALimit() {
    IntStream.range(0, 30)
        .forEach(
            index ->
                rig.image("image-" + index, "2026-11-21T08:00:%02d.000Z".formatted(index), 90));

    assertThat(rig.items(Map.of())).hasSize(24);
  }

  @Test
  void listsLabelsWithoutInstances() {
    rig.classified("cat.png", Photos.read("chelsea.png"));

    Map<?, ?> image = (Map<?, ?>) rig.items(Map.of()).get(0);

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
      rig.image("cat-" + index, "2026-11-21T08:00:00.000Z", 60 + index);
    }

    assertThat(rig.keysOfAllPages(Map.of("label", "Cat", "limit", Integer.toString(limit))))
        .containsExactly("cat-6", "cat-5", "cat-4", "cat-3", "cat-2", "cat-1", "cat-0");
    assertThat(
            rig.keysOfAllPages(
                Map.of("label", "Cat", "minConfidence", "64", "limit", Integer.toString(limit))))
        .containsExactly("cat-6", "cat-5", "cat-4");
    assertThat(rig.keysOfAllPages(Map.of("label", "Cat", "minConfidence", "66.5"))).isEmpty();
    assertThat(rig.keysOfAllPages(Map.of("label", "Dog"))).isEmpty();
  }

  @Test
  void leavesOutImagesThatAreBeingClassifiedAgain() {
    rig.image("cat", "2026-11-21T08:00:00.000Z", 90);
    rig.image("other", "2026-11-21T08:00:00.000Z", 80);
    rig.table().update(RowUpdate.ofSummary("cat").set("Status", "received").remove("Labels"));

    assertThat(rig.keysOfAllPages(Map.of("label", "Cat", "limit", "1"))).containsExactly("other");
  }

  @Test
  void listsNoLabelWhenThereIsNone() {
    assertThat(rig.get("GET /labels").body()).isEqualTo("{\"items\":[]}");
  }

  @Test
  void listsTheLabelsOfAllImagesOnceInAscendingOrder() {
    rig.image("one", "2026-11-21T08:00:00.000Z", 90);
    rig.classified("cat.png", Photos.read("chelsea.png"));

    ApiResult response = rig.get("GET /labels");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("content-type", "application/json");
    assertThat(response.body())
        .isEqualTo(
            "{\"items\":[{\"name\":\"Animal\"},{\"name\":\"Cat\"},"
                + "{\"name\":\"Mammal\"},{\"name\":\"Pet\"}]}");
  }

  @Test
  void listsALabelEvenWhenItsLastImageIsGone() {
    rig.image("one", "2026-11-21T08:00:00.000Z", 90);
    rig.table().replaceLabels("one", List.of());

    assertThat(rig.get("GET /labels").body()).isEqualTo("{\"items\":[{\"name\":\"Cat\"}]}");
    assertThat(rig.items(Map.of("label", "Cat"))).isEmpty();
  }

  @Test
  void readsTheRowsThatDynamoDbHasLeftUnread() {
    rig.image("cat-1", "2026-11-21T08:00:00.000Z", 90);
    rig.image("cat-2", "2026-11-21T08:00:00.000Z", 80);
    AtomicInteger throttled = new AtomicInteger(3);
    rig.faults()
        .changeResponses(
            (request, response) ->
                request instanceof BatchGetItemRequest batch && throttled.getAndDecrement() > 0
                    ? unread(batch)
                    : response);

    assertThat(rig.keysOfAllPages(Map.of("label", "Cat"))).containsExactly("cat-1", "cat-2");
    assertThat(rig.faults().calls()).filteredOn("BatchGetItem"::equals).hasSize(4);
  }

  @Test
  void asksToRetryWhenDynamoDbLeavesRowsUnread() {
    rig.image("cat", "2026-11-21T08:00:00.000Z", 90);
    rig.faults()
        .changeResponses(
            (request, response) ->
                request instanceof BatchGetItemRequest batch ? unread(batch) : response);

    ApiResult response = rig.list(Map.of("label", "Cat"));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers())
        .containsEntry("content-type", "application/problem+json")
        .containsEntry("retry-after", "5");
    assertThat(rig.faults().calls()).filteredOn("BatchGetItem"::equals).hasSize(8);
    assertThat(rig.lines()).anySatisfy(line -> assertThat(line).contains("throttling the table"));
  }

  private static BatchGetItemResponse unread(BatchGetItemRequest batch) {
    return BatchGetItemResponse.builder().unprocessedKeys(batch.requestItems()).build();
  }

  @Test
  void respondsInTimeWithAShorterPage() {
    for (int i = 0; i < 4; i++) {
      rig.image("cat-" + i, "2026-11-21T08:00:00.000Z", 90 - i);
    }
    // Is being classified again: its row is passed over, and the page is not full.
    rig.table().update(RowUpdate.ofSummary("cat-0").set("Status", "received"));
    Map<String, String> query = Map.of("label", "Cat", "limit", "2");

    Map<String, Object> hurried =
        rig.list(query, new LambdaContext("request-1", Duration.ofSeconds(4))).json();
    Map<String, Object> unhurried =
        rig.list(query, new LambdaContext("request-2", Duration.ofSeconds(30))).json();

    assertThat((List<?>) hurried.get("items")).hasSize(1);
    assertThat(hurried).containsKey("cursor");
    assertThat((List<?>) unhurried.get("items")).hasSize(2);
    assertThat(rig.keysOfAllPages(Map.of("label", "Cat", "limit", "2")))
        .containsExactly("cat-1", "cat-2", "cat-3");
  }
}
