package dev.twinlens.queryimages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.testing.ApiResult;
import dev.twinlens.testing.TestStack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may ask for, and how the rest is rejected. */
final class ListParametersTest {
  private static final TestStack STACK = TestStack.create();

  private final QueryRig rig = new QueryRig(STACK);

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
  void respondsToAnInvalidParameterWithItsName(String parameter, String value) {
    ApiResult response = rig.list(Map.of("label", "Cat", parameter, value));

    assertThat(response.status()).isEqualTo(400);
    Map<?, ?> error = (Map<?, ?>) ((List<?>) response.json().get("errors")).get(0);
    assertThat(error.get("field")).isEqualTo(parameter);
  }

  @Test
  void respondsToALeastConfidenceWithoutALabelWith400() {
    assertThat(rig.list(Map.of("minConfidence", "50")).status()).isEqualTo(400);
  }

  @Test
  void respondsToTheCursorOfAnotherListWith400() {
    rig.image("one", "2026-11-21T08:00:00.000Z", 90);
    rig.image("two", "2026-11-21T09:00:00.000Z", 90);
    String cursor = (String) rig.list(Map.of("limit", "1")).json().get("cursor");

    assertThat(rig.list(Map.of("cursor", cursor)).status()).isEqualTo(200);
    assertThat(rig.list(Map.of("cursor", cursor, "label", "Cat")).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {1025, 2048, 2049, 8000})
  void respondsToAKeyThatNoObjectCanHaveWith404(int bytes) {
    ApiResult response = rig.one("k".repeat(bytes));

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(rig.faults().calls()).isEmpty();
  }

  @Test
  void measuresKeysAndLabelsInBytes() {
    assertThat(rig.one("😀".repeat(256)).status()).isEqualTo(404);
    assertThat(rig.list(Map.of("label", "😀".repeat(256))).status()).isEqualTo(200);
    assertThat(rig.faults().calls()).containsExactly("Query", "Query");

    assertThat(rig.one("😀".repeat(256) + "!").status()).isEqualTo(404);
    assertThat(rig.list(Map.of("label", "😀".repeat(256) + "!")).status()).isEqualTo(400);
    assertThat(rig.faults().calls()).hasSize(2);
  }

  /** Every reader of this source can compute the checksum of a cursor. */
  @ParameterizedTest
  @MethodSource
  void respondsToAForgedCursorWith400(String list, Map<String, Object> position) {
    Map<String, String> query = new HashMap<>();
    if (list.startsWith("label")) {
      query.putAll(Map.of("label", "Cat", "minConfidence", "50"));
    }
    query.put("cursor", CursorTest.forged(list, position));

    ApiResult response = rig.list(query);

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    Map<?, ?> error = (Map<?, ?>) ((List<?>) response.json().get("errors")).get(0);
    assertThat(error.get("field")).isEqualTo("cursor");
    assertThat(rig.faults().calls()).isEmpty();
  }

  static Stream<Arguments> respondsToAForgedCursorWith400() {
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
  void continuesBehindAPositionWhoseImageIsGone() {
    QueryRig own = new QueryRig();
    own.image("cat", "2026-11-21T08:00:00.000Z", 60);
    String newest =
        CursorTest.forged(
            "newest",
            Map.of("day", "2026-11-21", "time", "2026-11-21T09:00:00.000Z", "key", "deleted"));
    String labelled =
        CursorTest.forged("label Cat 50", Map.of("confidence", "٧٠", "key", "deleted"));

    assertThat(own.items(Map.of("cursor", newest))).hasSize(1);
    assertThat(own.items(Map.of("label", "Cat", "minConfidence", "50", "cursor", labelled)))
        .hasSize(1);
  }
}
