package dev.twinlens.local.hosting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.stream.Collectors;

/** Reads YAML into records. A property that a record does not have is an error. */
final class StrictYaml {
  private static final ObjectMapper MAPPER =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private StrictYaml() {}

  /**
   * Reads a document; an empty one is an empty mapping.
   *
   * @param document what an error message calls it
   * @throws HostingException naming the document and the property that is wrong
   */
  static <T> T read(String document, String yaml, Class<T> type) {
    try {
      JsonNode root = MAPPER.readTree(yaml);
      return MAPPER.treeToValue(root.isEmpty() ? MAPPER.createObjectNode() : root, type);
    } catch (UnrecognizedPropertyException e) {
      throw new HostingException(
          "%s: %s is not supported by the local Amplify, which supports %s"
              .formatted(document, path(e), e.getKnownPropertyIds()),
          e);
    } catch (JsonMappingException e) {
      throw new HostingException(
          "%s: %s is invalid: %s".formatted(document, path(e), e.getOriginalMessage()), e);
    } catch (JsonProcessingException e) {
      throw new HostingException(
          "%s is not valid YAML: %s".formatted(document, e.getOriginalMessage()), e);
    }
  }

  /** {@code "frontend.phases.test"}. */
  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(part -> part.getFieldName() == null ? "[]" : part.getFieldName())
        .collect(Collectors.joining(".", "\"", "\""));
  }
}
