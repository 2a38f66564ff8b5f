package dev.twinlens.site;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is detected on the sample photos, by file name, as the API sends it. */
final class SampleLabels {
  private static final List<String> OF_CATS = List.of("Animal", "Mammal", "Pet");

  private static final Map<String, List<Map<String, Object>>> LABELS =
      Map.of(
          "chelsea.png",
          List.of(
              label("Cat", 93.1, OF_CATS, box(0.0, 0.01, 0.89, 0.98)),
              label("Pet", 93.1, List.of("Animal")),
              label("Mammal", 93.1, List.of("Animal")),
              label("Animal", 93.1, List.of())),
          "coffee.png",
          List.of(
              label("Cup", 96.2, List.of("Kitchenware"), box(0.3, 0.13, 0.46, 0.59)),
              label("Dining Table", 77.9, List.of("Furniture", "Table"), box(0.0, 0.01, 1.0, 0.98)),
              label("Furniture", 77.9, List.of())),
          "astronaut.png",
          List.of(label("Person", 68.4, List.of(), box(0.02, 0.0, 0.9, 1.0))),
          "camera.png",
          List.of(label("Person", 88.9, List.of(), box(0.18, 0.12, 0.5, 0.83))),
          "cat-and-cup.jpg",
          List.of(
              label("Cat", 97.6, OF_CATS, box(0.0, 0.02, 0.46, 0.96)),
              label("Cup", 93.2, List.of("Kitchenware"), box(0.65, 0.14, 0.23, 0.58)),
              label("Animal", 97.6, List.of())),
          "four.jpg",
          List.of(
              label(
                  "Person",
                  91.0,
                  List.of(),
                  box(0.01, 0.41, 0.45, 0.49),
                  box(0.51, 0.45, 0.26, 0.45)),
              label("Cup", 88.4, List.of("Kitchenware"), box(0.56, 0.01, 0.35, 0.3)),
              label("Cat", 84.7, OF_CATS, box(0.0, 0.0, 0.45, 0.33))),
          // Every kind, a label without a box, and a text with the name of a label.
          "street.jpg",
          List.of(
              label("Person", 91.0, List.of(), box(0.01, 0.41, 0.45, 0.49)),
              label("Cat", 84.7, OF_CATS, box(0.0, 0.0, 0.45, 0.33)),
              label("Outdoors", 71.5, List.of()),
              ofKind("face", "Face", 99.6, List.of(), box(0.16, 0.43, 0.12, 0.14)),
              ofKind("moderation", "Alcoholic Beverages", 61.2, List.of("Alcohol")),
              ofKind("text", "Cat", 97.3, List.of(), box(0.6, 0.7, 0.2, 0.06))));

  private SampleLabels() {}

  /** None for any other file. */
  static List<Map<String, Object>> of(String fileName) {
    return LABELS.getOrDefault(fileName, List.of());
  }

  /** A label's confidence; 0 when the photo does not have the label. */
  static double confidence(String fileName, String label) {
    return of(fileName).stream()
        .filter(each -> each.get("name").equals(label))
        .mapToDouble(each -> (double) each.get("confidence"))
        .findFirst()
        .orElse(0);
  }

  @SafeVarargs
  private static Map<String, Object> label(
      String name, double confidence, List<String> parents, Map<String, Object>... boxes) {
    return ofKind("label", name, confidence, parents, boxes);
  }

  @SafeVarargs
  private static Map<String, Object> ofKind(
      String kind,
      String name,
      double confidence,
      List<String> parents,
      Map<String, Object>... boxes) {
    return Map.of(
        "name", name,
        "confidence", confidence,
        "kind", kind,
        "parents", parents,
        "instances",
            IntStream.range(0, boxes.length)
                .mapToObj(i -> Map.of("confidence", confidence - 4 * i, "box", boxes[i]))
                .toList());
  }

  private static Map<String, Object> box(double left, double top, double width, double height) {
    return Map.of("left", left, "top", top, "width", width, "height", height);
  }
}
