package dev.twinlens.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document's examples show what its schemas allow, and the schemas allow nothing else. */
class DocumentTest {
  private static final JsonNode DOCUMENT = OpenApiDocument.read();
  private static final Schemas SCHEMAS = new Schemas(DOCUMENT);

  /** An example, with the schema that it has to conform to. */
  record Example(Place schema, Place place) {
    JsonNode value() {
      return place.value();
    }

    @Override
    public String toString() {
      return place.pointer();
    }
  }

  @Test
  void hasAnExampleOfEachBody() {
    List<String> without =
        withSchemas()
            .filter(owner -> owner.pointer().contains("/content/"))
            .filter(owner -> !owner.child("schema").orElseThrow().value().has("maxLength"))
            .filter(owner -> owner.children("examples").isEmpty())
            .map(Place::pointer)
            .toList();

    assertThat(without).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void allowsTheExample(Example example) {
    assertThat(violations(example, example.value())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void allowsNoOtherProperty(Example example) {
    for (String pointer : objects(example.value(), "")) {
      JsonNode body = example.value().deepCopy();
      ((ObjectNode) body.at(pointer)).put("unexpected", "value");

      assertThat(violations(example, body)).as(body.toString()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void allowsNoOtherNameOfAProperty(Example example) {
    for (String pointer : objects(example.value(), "")) {
      for (Map.Entry<String, JsonNode> property : example.value().at(pointer).properties()) {
        JsonNode body = example.value().deepCopy();
        ObjectNode object = (ObjectNode) body.at(pointer);
        object.set(property.getKey() + "s", object.remove(property.getKey()));

        assertThat(violations(example, body)).as(body.toString()).isNotEmpty();
      }
    }
  }

  static List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    withSchemas()
        .forEach(
            owner -> {
              Place schema = owner.child("schema").orElseThrow();
              owner
                  .children("examples")
                  .values()
                  .forEach(
                      example ->
                          examples.add(new Example(schema, example.child("value").orElseThrow())));
              owner
                  .child("example")
                  .ifPresent(example -> examples.add(new Example(schema, example)));
            });
    assertThat(examples).hasSizeGreaterThan(20);
    return examples;
  }

  static List<Example> bodies() {
    return examples().stream().filter(example -> example.value().isObject()).toList();
  }

  /** Everything in the document that has a schema: parameters, headers, bodies. */
  private static Stream<Place> withSchemas() {
    return objects(DOCUMENT, "").stream()
        .filter(pointer -> DOCUMENT.at(pointer + "/schema").isObject())
        .map(pointer -> new Place(DOCUMENT, pointer));
  }

  private static List<String> violations(Example example, JsonNode value) {
    return SCHEMAS.violations(example.schema(), value.toString(), "example");
  }

  /** The pointers of all objects within a value, itself included. */
  private static List<String> objects(JsonNode value, String pointer) {
    List<String> pointers = new ArrayList<>();
    if (value.isObject()) {
      pointers.add(pointer);
    }
    value
        .properties()
        .forEach(
            property ->
                pointers.addAll(
                    objects(
                        property.getValue(),
                        pointer + "/" + property.getKey().replace("~", "~0").replace("/", "~1"))));
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        pointers.addAll(objects(value.get(i), pointer + "/" + i));
      }
    }
    return pointers;
  }
}
