package dev.twinlens.local.deployment.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.twinlens.local.pulumi.UnsupportedException;
import dev.twinlens.local.pulumi.plugin.GeneratedName;
import dev.twinlens.local.pulumi.plugin.ResourceType;
import dev.twinlens.local.pulumi.plugin.ResourceTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the providers name and replace resources: {@code resource-types.yaml}. */
public final class ResourceFacts implements ResourceTypes {
  private final Map<String, ResourceType> types = new LinkedHashMap<>();

  private ResourceFacts(JsonNode document) {
    document.properties().forEach(entry -> types.put(entry.getKey(), type(entry.getValue())));
  }

  public static ResourceFacts load() {
    try (InputStream file = ResourceFacts.class.getResourceAsStream("resource-types.yaml")) {
      return new ResourceFacts(new YAMLMapper().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ResourceType type(String token) {
    ResourceType type = types.get(token);
    if (type == null) {
      throw new UnsupportedException(
          "%s is not in resource-types.yaml of local/deployment. Add it there, or remove the resource from the program."
              .formatted(token));
    }
    return type;
  }

  private static ResourceType type(JsonNode facts) {
    Optional<GeneratedName> name =
        Optional.of(facts.path("name"))
            .filter(JsonNode::isObject)
            .map(
                generated ->
                    new GeneratedName(
                        generated.path("input").asText(),
                        GeneratedName.Form.valueOf(generated.path("form").asText())));
    List<String> replacing = new ArrayList<>();
    facts.path("replace").forEach(input -> replacing.add(input.asText()));
    return new ResourceType(name, replacing);
  }
}
