package dev.twinlens.domain.catalog;

import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the labels in a recorded result, as they were when it was received. */
public final class RecordedLabels {
  private RecordedLabels() {}

  /**
   * The labels, in the result's order.
   *
   * @throws MalformedJsonException when the text is not a result
   */
  public static List<Label> read(String result) throws MalformedJsonException {
    Map<String, Object> json = Json.object(result);
    try {
      return objects(json, "Labels").stream().map(RecordedLabels::label).toList();
    } catch (ClassCastException | NullPointerException e) {
      throw new MalformedJsonException("not a result with labels", e);
    }
  }

  private static Label label(Map<String, Object> label) {
    return new Label(
        name(label),
        number(label, "Confidence"),
        Label.KIND_LABEL,
        objects(label, "Parents").stream().map(RecordedLabels::name).toList(),
        objects(label, "Instances").stream()
            .filter(instance -> instance.get("BoundingBox") != null)
            .map(RecordedLabels::instance)
            .toList());
  }

  private static Instance instance(Map<String, Object> instance) {
    Map<String, Object> box = object(Objects.requireNonNull(instance.get("BoundingBox")));
    return new Instance(
        number(instance, "Confidence"),
        new Box(
            number(box, "Left"), number(box, "Top"), number(box, "Width"), number(box, "Height")));
  }

  private static String name(Map<String, Object> object) {
    return (String) Objects.requireNonNull(object.get("Name"));
  }

  /** With the precision that Rekognition's numbers have. */
  private static double number(Map<String, Object> object, String name) {
    return object.get(name) instanceof Number number
        ? Double.parseDouble(Float.toString(number.floatValue()))
        : 0;
  }

  private static List<Map<String, Object>> objects(Map<String, Object> object, String name) {
    return object.get(name) instanceof List<?> list
        ? list.stream().map(RecordedLabels::object).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }
}
