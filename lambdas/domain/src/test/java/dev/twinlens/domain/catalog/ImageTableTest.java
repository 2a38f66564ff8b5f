package dev.twinlens.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.testing.TestStack;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;

final class ImageTableTest {
  private final TestStack stack = TestStack.create();
  private ImageTable table;

  @BeforeEach
  void create() {
    table = new ImageTable(stack.functionDynamoDb(), stack.table().name());
  }

  @Test
  void recordsWhichLabelsThereAre() {
    table.replaceLabels("one", labels("Cat", "Coffee Cup"));
    table.replaceLabels("two", labels("Cat", "Dog"));

    assertThat(recorded()).containsExactlyInAnyOrder("Cat", "Coffee Cup", "Dog");
    assertThat(stack.table().rows("one")).containsOnlyKeys("Cat", "Coffee Cup");
  }

  @Test
  void recordsLabelsTogetherWithTheRowsAndOnce() {
    table.replaceLabels("one", labels("Cat", "Dog"));
    stack
        .table()
        .dynamoDb()
        .deleteItem(
            delete ->
                delete
                    .tableName(stack.table().name())
                    .key(ImageTable.primaryKey("*labels", "*label#Cat")));

    table.replaceLabels("two", labels("Cat", "Dog"));

    assertThat(stack.faults().calls())
        .containsExactly("Query", "BatchWriteItem", "Query", "BatchWriteItem");
    assertThat(recorded()).containsExactly("Dog");
  }

  @Test
  void recordsLabelsAgainAfterAFailure() {
    stack.faults().refuse(BatchWriteItemRequest.class);
    assertThatThrownBy(() -> table.replaceLabels("one", labels("Cat")))
        .isInstanceOf(SdkClientException.class);
    stack.faults().heal();

    table.replaceLabels("one", labels("Cat"));

    assertThat(recorded()).containsExactly("Cat");
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 13, 25, 50})
  void recordsLabelsHoweverManyAnImageHas(int count) {
    String[] names =
        IntStream.range(0, count).mapToObj("Label %d"::formatted).toArray(String[]::new);

    table.replaceLabels("many", labels(names));

    assertThat(recorded()).containsExactlyInAnyOrder(names);
    assertThat(stack.table().rows("many")).containsOnlyKeys(names);
  }

  @Test
  void keepsALabelThatNoImageHasAnyMore() {
    table.replaceLabels("one", labels("Cat"));
    table.replaceLabels("one", labels());

    assertThat(recorded()).containsExactly("Cat");
  }

  /** An object may be called as the partitions of what the table lists. */
  @ParameterizedTest
  @ValueSource(strings = {"*labels", "*"})
  void keepsItsListsApartFromImagesThatAreCalledAsThey(String key) {
    table.recordDay("2026-11-21");
    table.update(RowUpdate.ofSummary(key).set("UploadedAt", "2026-11-21T08:00:00.000Z"));
    table.replaceLabels(key, labels("Cat", "Dog"));
    table.replaceLabels(key, labels("Dog"));

    assertThat(recorded()).containsExactlyInAnyOrder("Cat", "Dog");
    assertThat(stack.table().rows("*")).containsKey("*day#2026-11-21");
    assertThat(stack.table().rows(key)).containsKeys("*", "Dog").doesNotContainKey("Cat");

    table.replaceLabels(key, List.of());

    assertThat(recorded()).containsExactlyInAnyOrder("Cat", "Dog");
    assertThat(stack.table().rows("*")).containsKey("*day#2026-11-21");
    assertThat(stack.table().rows(key)).containsKey("*").doesNotContainKey("Dog");
  }

  private Collection<String> recorded() {
    return stack.table().rows("*labels").keySet().stream()
        .filter(name -> name.startsWith("*label#"))
        .map(name -> name.substring("*label#".length()))
        .toList();
  }

  private static List<Label> labels(String... names) {
    return Stream.of(names)
        .map(name -> new Label(name, 90, Label.KIND_LABEL, List.of(), List.of()))
        .toList();
  }
}
