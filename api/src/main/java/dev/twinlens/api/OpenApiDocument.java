package dev.twinlens.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads {@code openapi.yaml}. */
final class OpenApiDocument {
  private OpenApiDocument() {}

  /** The document that is built into this module. */
  static JsonNode read() {
    try (InputStream yaml =
        Objects.requireNonNull(
            OpenApiDocument.class.getResourceAsStream("openapi.yaml"),
            "openapi.yaml is not in this module")) {
      // Jackson's own reader of YAML does not follow aliases.
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      Object content = new Yaml(new SafeConstructor(options)).load(yaml);
      return new JsonMapper().valueToTree(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
