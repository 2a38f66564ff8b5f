package dev.twinlens.domain.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Labels as the table keeps them: a row for each, and a shorter list on the summary row. */
final class LabelItems {
  private static final String BOX = "Box";
  private static final String LEFT = "Left";
  private static final String TOP = "Top";
  private static final String WIDTH = "Width";
  private static final String HEIGHT = "Height";

  private LabelItems() {}

  static Map<String, AttributeValue> write(String key, Label label) {
    Map<String, AttributeValue> item = new HashMap<>(ImageTable.primaryKey(key, label.name()));
    item.put(Attributes.CONFIDENCE, number(label.confidence()));
    item.put(Attributes.KIND, AttributeValue.fromS(label.kind()));
    item.put(Attributes.PARENTS, texts(label.parents()));
    item.put(
        Attributes.INSTANCES,
        AttributeValue.fromL(label.instances().stream().map(LabelItems::write).toList()));
    return item;
  }

  static Label read(Item row) {
    return label(
        row,
        Attributes.LABEL,
        row.list(Attributes.INSTANCES).stream().map(LabelItems::instance).toList());
  }

  static AttributeValue writeBrief(Label label) {
    return AttributeValue.fromM(
        Map.of(
            Attributes.NAME, AttributeValue.fromS(label.name()),
            Attributes.CONFIDENCE, number(label.confidence()),
            Attributes.KIND, AttributeValue.fromS(label.kind()),
            Attributes.PARENTS, texts(label.parents())));
  }

  static Label readBrief(AttributeValue brief) {
    return label(new Item(brief.m()), Attributes.NAME, List.of());
  }

  private static Label label(Item item, String name, List<Instance> instances) {
    return new Label(
        item.text(name),
        number(item, Attributes.CONFIDENCE),
        item.text(Attributes.KIND),
        item.list(Attributes.PARENTS).stream().map(AttributeValue::s).toList(),
        instances);
  }

  private static AttributeValue write(Instance instance) {
    Box box = instance.box();
    return AttributeValue.fromM(
        Map.of(
            Attributes.CONFIDENCE,
            number(instance.confidence()),
            BOX,
            AttributeValue.fromM(
                Map.of(
                    LEFT, number(box.left()),
                    TOP, number(box.top()),
                    WIDTH, number(box.width()),
                    HEIGHT, number(box.height())))));
  }

  private static Instance instance(AttributeValue value) {
    Item instance = new Item(value.m());
    Item box = instance.map(BOX);
    return new Instance(
        number(instance, Attributes.CONFIDENCE),
        new Box(number(box, LEFT), number(box, TOP), number(box, WIDTH), number(box, HEIGHT)));
  }

  private static AttributeValue texts(List<String> texts) {
    return AttributeValue.fromL(texts.stream().map(AttributeValue::fromS).toList());
  }

  static AttributeValue number(double number) {
    return AttributeValue.fromN(Double.toString(number));
  }

  private static double number(Item item, String attribute) {
    return Double.parseDouble(item.number(attribute));
  }
}
