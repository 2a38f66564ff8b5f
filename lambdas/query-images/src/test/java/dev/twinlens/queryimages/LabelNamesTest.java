package dev.twinlens.queryimages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.Label;
import dev.twinlens.testing.TestStack;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LabelNamesTest {
  private final TestStack stack = TestStack.create();

  @Test
  void namesLabelsInAscendingOrder() {
    record(List.of("Dog", "Cat", "Coffee Cup", "Étagère", "Zebra"));

    assertThat(names(5_000)).containsExactly("Cat", "Coffee Cup", "Dog", "Zebra", "Étagère");
  }

  @Test
  void namesNoMoreThanItMay() {
    record(List.of("Dog", "Cat", "Cup", "Zebra"));

    assertThat(names(3)).containsExactly("Cat", "Cup", "Dog");
    assertThat(stack.faults().calls()).containsExactly("Query");
  }

  /** DynamoDB answers with at most 1 MB. */
  @Test
  void namesAlsoWhatDoesNotFitIntoOneAnswerOfTheTable() {
    List<String> longNames =
        IntStream.range(0, 1_100).mapToObj(number -> "%04d".formatted(number).repeat(250)).toList();
    record(longNames);

    assertThat(names(5_000)).isEqualTo(longNames);
    assertThat(stack.faults().calls()).containsExactly("Query", "Query");
  }

  private List<String> names(int max) {
    return new LabelNames(stack.functionDynamoDb(), stack.table().name(), max).all();
  }

  private void record(List<String> names) {
    new ImageTable(stack.table().dynamoDb(), stack.table().name())
        .replaceLabels(
            "photo",
            names.stream()
                .map(name -> new Label(name, 90, Label.KIND_LABEL, List.of(), List.of()))
                .toList());
  }
}
