package dev.twinlens.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Validates values against the document's schemas, formats included. Schemas of OpenAPI 3.1 are
 * JSON Schema 2020-12.
 */
final class Schemas {
  private static final String DOCUMENT = "https://twinlens.dev/openapi.json";
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final SchemaRegistry registry;

  Schemas(JsonNode document) {
    registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemas(Map.of(DOCUMENT, document.toString()))
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .pathType(PathType.JSON_POINTER)
                            .locale(Locale.ROOT)
                            .build()));
  }

  /**
   * What is wrong with a JSON text; nothing when it conforms.
   *
   * @param subject names the value in the violations, such as {@code body}
   */
  List<String> violations(Place schema, String json, String subject) {
    try {
      STRICT.readTree(json);
    } catch (JsonProcessingException e) {
      return List.of(subject + ": is not valid JSON: " + e.getOriginalMessage());
    }
    return at(schema.pointer()).validate(json, InputFormat.JSON).stream()
        .map(error -> describe(error, subject))
        .distinct()
        .toList();
  }

  /** What is wrong with the text of a header or parameter, which is read as its schema's type. */
  List<String> textViolations(Place schema, String text, String subject) {
    boolean isNumber =
        List.of("integer", "number").contains(schema.value().path("type").asText())
            && text.matches("-?\\d+(\\.\\d+)?");
    return violations(schema, isNumber ? text : STRICT.valueToTree(text).toString(), subject);
  }

  private Schema at(String pointer) {
    String fragment = pointer.replace("{", "%7B").replace("}", "%7D");
    return registry.getSchema(SchemaLocation.of(DOCUMENT + "#" + fragment));
  }

  private static String describe(Error error, String subject) {
    String location = error.getInstanceLocation().toString();
    return (location.isEmpty() ? subject : subject + " " + location) + ": " + error.getMessage();
  }
}
