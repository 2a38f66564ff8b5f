package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.twinlens.infra.graph.PulumiProject;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.graph.StackForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that a stack would create, with its properties, so that a review shows what a change
 * does to a deployment. JSON in a property is shown as a structure; secrets are hidden. Each plan
 * says for which settings it is; they are the stack's when it is written, and those of a fork may
 * differ. {@link UrnsTest} has the identities, in every form of a stack.
 */
class PlansTest {
  private static final Path FOLDER = Path.of("infra", "plans");
  private static final JsonMapper JSON = new JsonMapper();
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .build();

  /** The page's files, which are named after the files in site/. */
  private static final String PAGE_FILE = "aws:s3/bucketObjectv2:BucketObjectv2";

  private static Set<String> stacks() {
    return Recordings.PROJECT.stacks().keySet();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void areThoseInTheFile(String stack) throws IOException {
    var file = FOLDER.resolve(stack + ".yaml");
    var form = planned(Recordings.PROJECT.form(stack), file);
    var plan = plan(form);

    assertThat(plan).doesNotContain(PulumiProject.SAMPLE_SECRET, "sig=");
    GoldenFile.assertCurrent(file, plan);
  }

  /** The stack with the settings for which the plan in the file is. */
  private static StackForm planned(StackForm form, Path file) throws IOException {
    var settings = new TreeMap<>(form.settings());
    if (!GoldenFile.isUpdated()) {
      YAML.readTree(file.toFile())
          .path("settings")
          .properties()
          .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
    }
    return new StackForm(form.project(), form.stack(), settings, form.secretKeys());
  }

  private static String plan(StackForm form) throws IOException {
    var stack = RecordedStack.of(form, Main::stack);
    var settings = new TreeMap<>(form.settings());
    settings.keySet().removeAll(form.secretKeys());
    var resources = new ArrayList<Map<String, Object>>();
    var names =
        stack.resources().stream()
            .collect(Collectors.toMap(RecordedResource::urn, RecordedResource::toString));
    stack.resources().stream()
        .filter(resource -> !resource.type().equals(PAGE_FILE))
        .sorted(Comparator.comparing(RecordedResource::urn))
        .forEach(resource -> resources.add(described(resource, names)));
    var plan = new LinkedHashMap<String, Object>();
    plan.put("settings", settings);
    plan.put("resources", resources);
    return YAML.writeValueAsString(plan);
  }

  private static Map<String, Object> described(
      RecordedResource resource, Map<String, String> names) {
    var described = new LinkedHashMap<String, Object>();
    described.put("resource", resource.toString());
    if (!resource.parent().isEmpty()) {
      described.put("parent", names.get(resource.parent()));
    }
    if (resource.isProtected()) {
      described.put("protect", true);
    }
    if (resource.isRetained()) {
      described.put("retainOnDelete", true);
    }
    described.put("inputs", readable("", resource.inputs(), resource.secrets()));
    return described;
  }

  private static Object readable(String path, Object value, Set<String> secrets) {
    if (secrets.contains(path)) {
      return "[secret]";
    }
    if (value instanceof Map<?, ?> map) {
      var sorted = new TreeMap<String, Object>();
      map.forEach(
          (name, inner) ->
              sorted.put(
                  (String) name,
                  readable(path.isEmpty() ? (String) name : path + "." + name, inner, secrets)));
      return sorted;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(element -> readable(path, element, Set.of())).toList();
    }
    if (value instanceof Double number && number == number.longValue()) {
      return number.longValue();
    }
    return value instanceof String text ? structure(text) : value;
  }

  /** The structure that a text is the JSON of, or the text. */
  private static Object structure(String text) {
    if (!text.startsWith("{") || text.contains("\n")) {
      return text;
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException noJson) {
      return text;
    }
  }
}
