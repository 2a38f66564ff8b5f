package dev.twinlens.api;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A method and a path with what the document says about them.
 *
 * @param method in upper case
 * @param path the path
 * @param parameters of the path, the query and the header
 * @param place where the document describes it
 */
record Operation(String method, PathTemplate path, List<Place> parameters, Place place) {
  static Operation of(String method, String template, Place pathItem, Place place) {
    List<Place> parameters =
        Stream.of(pathItem, place)
            .flatMap(owner -> owner.children("parameters").values().stream())
            .toList();
    return new Operation(
        method.toUpperCase(Locale.ROOT),
        new PathTemplate(
            template,
            parameters.stream()
                .filter(parameter -> parameter.value().path("x-greedy").asBoolean())
                .map(Operation::name)
                .collect(Collectors.toSet())),
        parameters,
        place);
  }

  static String name(Place parameter) {
    return parameter.value().path("name").asText();
  }

  /** As API Gateway writes it, such as {@code GET /images/{key+}}. */
  String routeKey() {
    return method + " " + path.route();
  }

  /** The setting without which this route does not exist. */
  Optional<String> requiredSetting() {
    return Optional.ofNullable(place.value().path("x-requires-setting").textValue());
  }

  boolean matches(String requestMethod, String requestPath) {
    return method.equals(requestMethod) && path.match(requestPath).isPresent();
  }
}
