package dev.twinlens.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A place in the document. A reference counts as the place that it refers to.
 *
 * @param document the whole document
 * @param pointer a JSON pointer (RFC 6901)
 */
record Place(JsonNode document, String pointer) {
  private static final String REFERENCE = "$ref";

  JsonNode value() {
    return document.at(pointer);
  }

  /** A member of an object, or an item of a list by its index. */
  Optional<Place> child(String name) {
    Place child = new Place(document, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
    JsonNode value = child.value();
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    return value.has(REFERENCE)
        ? Optional.of(new Place(document, value.path(REFERENCE).asText().substring(1)))
        : Optional.of(child);
  }

  /**
   * The members of a member, or the items of a list by their indexes, in the document's order; none
   * where there is no such member.
   */
  Map<String, Place> children(String name) {
    return child(name).map(Place::children).orElse(Map.of());
  }

  private Map<String, Place> children() {
    JsonNode value = value();
    List<String> names =
        value.isArray()
            ? IntStream.range(0, value.size()).mapToObj(String::valueOf).toList()
            : value.properties().stream().map(Map.Entry::getKey).toList();
    Map<String, Place> children = new LinkedHashMap<>();
    names.forEach(name -> child(name).ifPresent(child -> children.put(name, child)));
    return Collections.unmodifiableMap(children);
  }
}
