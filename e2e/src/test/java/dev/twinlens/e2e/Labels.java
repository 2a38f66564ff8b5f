package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.Assertions;

/**
 * The labels with a box that the detector finds on each sample photo, with their confidence in
 * percent.
 */
final class Labels {
  static final Map<String, Map<String, Double>> OF_PHOTO =
      Map.of(
          "chelsea.png", Map.of("Cat", 93.0),
          "coffee.png", Map.of("Cup", 96.0, "Dining Table", 78.0),
          "camera.png", Map.of("Person", 89.0),
          "astronaut.png", Map.of("Person", 68.0),
          "cat-and-cup.jpg", Map.of("Cat", 98.0, "Cup", 93.0),
          "rocket.jpg", Map.of());

  private Labels() {}

  /** The image's labels that have a box, with the confidence of each. */
  static Map<String, Double> withBoxes(JsonNode image) {
    Map<String, Double> labels = new LinkedHashMap<>();
    for (JsonNode label : image.path("labels")) {
      if (label.path("instances").size() > 0) {
        labels.put(label.path("name").asText(), label.path("confidence").asDouble());
      }
    }
    return labels;
  }

  static void assertShows(JsonNode image, String photo) {
    Map<String, Double> expected = OF_PHOTO.get(photo);
    Map<String, Double> seen = withBoxes(image);
    Assertions.assertThat(seen.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, confidence) ->
            Assertions.assertThat(seen.get(name)).as(name).isCloseTo(confidence, within(1.0)));
  }
}
