package dev.twinlens.local.rekognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.testing.Photos;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectLabelsTest {

  @ParameterizedTest
  @CsvSource({
    "chelsea.png, Cat, 93",
    "coffee.png, Cup, 96",
    "coffee.png, Dining Table, 78",
    "astronaut.png, Person, 68",
    "camera.png, Person, 89",
    "cat-and-cup.jpg, Cat, 98",
    "cat-and-cup.jpg, Cup, 93",
  })
  void detectsWhatThePhotoShows(String photo, String name, float confidence) {
    RekognitionResponse response = Rekognition.call(Photos.read(photo));

    assertThat(response.status()).isEqualTo(200);
    assertThat(Rekognition.label(response, name))
        .hasValueSatisfying(
            label ->
                assertThat(label.path("Confidence").floatValue())
                    .isCloseTo(confidence, within(1.5f)));
  }

  /** Boxes measured by hand in an image viewer: left, top, right, bottom in pixels. */
  @ParameterizedTest
  @CsvSource({
    "chelsea.png, 451, 300, Cat, 0, 0, 400, 300",
    "coffee.png, 600, 400, Cup, 173, 18, 408, 307",
    "coffee.png, 600, 400, Dining Table, 0, 0, 600, 400",
    "astronaut.png, 512, 512, Person, 20, 15, 362, 512",
    "camera.png, 512, 512, Person, 0, 64, 332, 512",
    "cat-and-cup.jpg, 1024, 512, Cat, 0, 86, 455, 426",
    "cat-and-cup.jpg, 1024, 512, Cup, 660, 100, 860, 347",
    "four.jpg, 1000, 1000, Cat, 0, 0, 445, 333",
    "four.jpg, 1000, 1000, Cup, 643, 15, 840, 257",
    "four.jpg, 1000, 1000, Person, 20, 415, 355, 900",
    "four.jpg, 1000, 1000, Person, 500, 462, 825, 900",
  })
  void returnsABoxAroundTheObject(
      String photo,
      float width,
      float height,
      String name,
      float left,
      float top,
      float right,
      float bottom) {
    BoundingBox measured =
        BoundingBox.ofCorners(left / width, top / height, right / width, bottom / height);

    JsonNode label = Rekognition.label(Rekognition.call(Photos.read(photo)), name).orElseThrow();

    List<Float> overlaps = new ArrayList<>();
    label
        .path("Instances")
        .forEach(
            instance -> overlaps.add(Rekognition.box(instance).intersectionOverUnion(measured)));
    assertThat(overlaps).anySatisfy(overlap -> assertThat(overlap).isGreaterThan(0.7f));
  }

  @Test
  void findsNothingInAPhotoOfARocket() {
    RekognitionResponse response = Rekognition.call(Photos.read("rocket.jpg"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(Rekognition.json(response).path("Labels")).isEmpty();
  }

  @Test
  void reportsEachPersonAsAnInstanceOfOneLabel() {
    RekognitionResponse response = Rekognition.call(Photos.read("four.jpg"));

    assertThat(Rekognition.label(response, "Person").orElseThrow().path("Instances")).hasSize(2);
    assertThat(Rekognition.label(response, "Cat").orElseThrow().path("Instances")).hasSize(1);
    assertThat(Rekognition.label(response, "Cup").orElseThrow().path("Instances")).hasSize(1);
  }

  @Test
  void writesALabelAsRekognitionDoes() {
    JsonNode response = Rekognition.json(Rekognition.call(Photos.read("chelsea.png")));

    JsonNode cat = response.path("Labels").get(0);
    assertThat(cat.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "Name", "Confidence", "Instances", "Parents", "Aliases", "Categories");
    assertThat(cat.path("Instances").get(0).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("BoundingBox", "Confidence");
    assertThat(cat.path("Parents").toString())
        .isEqualTo("[{\"Name\":\"Animal\"},{\"Name\":\"Mammal\"},{\"Name\":\"Pet\"}]");
    assertThat(cat.path("Categories").toString()).isEqualTo("[{\"Name\":\"Animals and Pets\"}]");
    assertThat(response.path("LabelModelVersion").asText()).isEqualTo("3.0");
    assertThat(response.has("OrientationCorrection")).isFalse();
  }

  @Test
  void reportsAncestorsWithoutBoxesAndWithTheirDescendantsConfidence() {
    RekognitionResponse response = Rekognition.call(Photos.read("chelsea.png"));

    float cat = Rekognition.label(response, "Cat").orElseThrow().path("Confidence").floatValue();
    for (String ancestor : List.of("Animal", "Mammal", "Pet")) {
      JsonNode label = Rekognition.label(response, ancestor).orElseThrow();
      assertThat(label.path("Confidence").floatValue()).isEqualTo(cat);
      assertThat(label.path("Instances")).isEmpty();
    }
  }

  @Test
  void sortsLabelsByConfidence() {
    List<Float> confidences = new ArrayList<>();
    Rekognition.json(Rekognition.call(Photos.read("cat-and-cup.jpg")))
        .path("Labels")
        .forEach(label -> confidences.add(label.path("Confidence").floatValue()));

    assertThat(confidences).hasSizeGreaterThan(4).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void returnsAtMostMaxLabels() {
    ObjectNode request = Rekognition.request(Photos.read("cat-and-cup.jpg"));
    request.put("MaxLabels", 1);

    JsonNode labels = Rekognition.json(Rekognition.call(request)).path("Labels");

    assertThat(labels.findValuesAsText("Name")).first().isEqualTo("Cat");
    assertThat(labels).hasSize(1);
  }

  @Test
  void omitsLabelsBelowMinConfidence() {
    ObjectNode request = Rekognition.request(Photos.read("coffee.png"));
    request.put("MinConfidence", 90);

    RekognitionResponse response = Rekognition.call(request);

    assertThat(Rekognition.label(response, "Cup")).isPresent();
    assertThat(Rekognition.label(response, "Dining Table")).isEmpty();
  }

  @Test
  void findsNothingWithAMinConfidenceOf100() {
    ObjectNode request = Rekognition.request(Photos.read("coffee.png"));
    request.put("MinConfidence", 100);

    assertThat(Rekognition.json(Rekognition.call(request)).path("Labels")).isEmpty();
  }

  @Test
  void reportsNoNoiseWhenNoConfidenceIsRequired() {
    ObjectNode request = Rekognition.request(Photos.read("rocket.jpg"));
    request.put("MinConfidence", 0);

    JsonNode labels = Rekognition.json(Rekognition.call(request)).path("Labels");

    assertThat(labels)
        .extracting(label -> label.path("Confidence").floatValue())
        .isNotEmpty()
        .allMatch(confidence -> confidence > 5)
        .anyMatch(confidence -> confidence < 55);
  }

  @Test
  void filtersLabelsAndCategories() {
    ObjectNode request = Rekognition.request(Photos.read("cat-and-cup.jpg"));
    request.putArray("Features").add("GENERAL_LABELS");
    ObjectNode filter = request.putObject("Settings").putObject("GeneralLabels");
    filter.putArray("LabelCategoryInclusionFilters").add("Animals and Pets");
    filter.putArray("LabelExclusionFilters").add("Mammal").add("Pet");

    RekognitionResponse response = Rekognition.call(request);

    List<String> names = new ArrayList<>();
    Rekognition.json(response)
        .path("Labels")
        .forEach(label -> names.add(label.path("Name").asText()));
    assertThat(names).containsExactly("Cat", "Animal");
  }
}
