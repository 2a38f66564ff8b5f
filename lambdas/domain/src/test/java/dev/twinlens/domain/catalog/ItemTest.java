package dev.twinlens.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemTest {
  private final Item item =
      new Item(
          Map.of(
              "Label", AttributeValue.fromS("Cat"),
              "Box", AttributeValue.fromM(Map.of("Left", AttributeValue.fromN("0.5")))));

  @Test
  void readsAttributes() {
    assertThat(item.text("Label")).isEqualTo("Cat");
    assertThat(item.map("Box").number("Left")).isEqualTo("0.5");
  }

  @Test
  void namesTheMissingAttribute() {
    assertThatThrownBy(() -> item.list("Parents"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The item has no attribute Parents, only [Box, Label]");
  }
}
