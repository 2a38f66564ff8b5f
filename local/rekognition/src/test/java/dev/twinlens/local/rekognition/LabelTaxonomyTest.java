package dev.twinlens.local.rekognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTaxonomyTest {

  private final LabelTaxonomy taxonomy = LabelTaxonomy.load();

  @Test
  void namesEachOfCocosEightyCategoriesOnce() {
    List<String> names =
        IntStream.rangeClosed(1, 90)
            .mapToObj(taxonomy::ofCocoId)
            .flatMap(Optional::stream)
            .map(TaxonomyLabel::name)
            .toList();

    assertThat(names).hasSize(80).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "1, Person",
    "13, Stopsign",
    "17, Cat",
    "47, Cup",
    "67, Dining Table",
    "77, Mobile Phone",
    "90, Toothbrush"
  })
  void mapsCocoCategoriesToRekognitionLabels(int id, String name) {
    assertThat(taxonomy.ofCocoId(id)).map(TaxonomyLabel::name).hasValue(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 12, 26, 29, 30, 45, 66, 68, 69, 71, 83, 91})
  void hasNoLabelForUnusedCocoIds(int id) {
    assertThat(taxonomy.ofCocoId(id)).isEmpty();
  }

  @Test
  void hasACategoryForEveryLabel() {
    IntStream.rangeClosed(1, 90)
        .mapToObj(taxonomy::ofCocoId)
        .flatMap(Optional::stream)
        .forEach(
            label -> {
              assertThat(label.categories()).as(label.name()).hasSize(1);
              label
                  .ancestors()
                  .forEach(
                      name -> assertThat(taxonomy.named(name).categories()).as(name).hasSize(1));
            });
  }

  @Test
  void listsEveryAncestorInAlphabeticalOrder() {
    assertThat(taxonomy.named("Laptop").ancestors())
        .containsExactly("Computer", "Electronics", "Pc");
    assertThat(taxonomy.named("Mobile Phone").aliases()).containsExactly("Cell Phone");
  }

  @Test
  void rejectsATableThatLacksAParent() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> LabelTaxonomy.read(new StringReader("17\tcat\tCat\tAnimal\t-\tAnimals\n")))
        .withMessageContaining("Animal");
  }

  @Test
  void rejectsATableWithTwoRowsForALabel() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                LabelTaxonomy.read(
                    new StringReader("17\tcat\tCat\t-\t-\tX\n18\tdog\tCat\t-\t-\tX\n")))
        .withMessageContaining("Cat");
  }

  @Test
  void rejectsARowWithAMissingColumn() {
    assertThatIllegalStateException()
        .isThrownBy(() -> LabelTaxonomy.read(new StringReader("17\tcat\tCat\t-\t-\n")))
        .withMessageContaining("6 columns");
  }
}
