package dev.twinlens.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares a request with what the document says about its operation. */
final class RequestCheck {
  private final Schemas schemas;

  RequestCheck(Schemas schemas) {
    this.schemas = schemas;
  }

  List<String> violations(Operation operation, Target target, Headers headers, byte[] body) {
    List<String> violations = new ArrayList<>();
    operation
        .path()
        .match(target.path())
        .orElseThrow()
        .forEach(
            (name, value) ->
                violations.addAll(
                    parameterViolations(
                        operation, "path", name, decode(value.replace("+", "%2B")))));
    Map<String, String> query = new LinkedHashMap<>();
    for (String parameter : target.query().split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      String name = decode(parts[0]);
      if (!name.isEmpty() && query.put(name, parts.length == 2 ? decode(parts[1]) : "") != null) {
        violations.add("query parameter " + name + ": is given twice");
      }
    }
    query.forEach(
        (name, value) -> violations.addAll(parameterViolations(operation, "query", name, value)));
    violations.addAll(bodyViolations(operation, headers.mediaType(), body));
    return violations;
  }

  private List<String> parameterViolations(
      Operation operation, String kind, String name, String value) {
    String subject = kind + " parameter " + name;
    for (Place parameter : operation.parameters()) {
      if (parameter.value().path("in").asText().equals(kind)
          && Operation.name(parameter).equals(name)) {
        boolean countsAsMissing =
            value.isEmpty() && parameter.value().path("allowEmptyValue").asBoolean();
        return countsAsMissing
            ? List.of()
            : schemas.textViolations(parameter.child("schema").orElseThrow(), value, subject);
      }
    }
    return List.of(subject + ": is not documented");
  }

  private List<String> bodyViolations(Operation operation, String mediaType, byte[] body) {
    Map<String, Place> content =
        operation
            .place()
            .child("requestBody")
            .map(place -> place.children("content"))
            .orElse(Map.of());
    if (content.isEmpty()) {
      return body.length == 0 ? List.of() : List.of("body: must be empty");
    }
    if (!content.containsKey(mediaType)) {
      return List.of(
          "header content-type: is \"%s\", must be one of %s"
              .formatted(mediaType, content.keySet()));
    }
    Place schema = content.get(mediaType).child("schema").orElseThrow();
    if (mediaType.equals("application/json")) {
      return schemas.violations(schema, new String(body, StandardCharsets.UTF_8), "body");
    }
    // OpenAPI 3.1, "Considerations for File Uploads": the length of binary data is in bytes.
    long maxBytes = schema.value().path("maxLength").asLong(Long.MAX_VALUE);
    return body.length <= maxBytes
        ? List.of()
        : List.of("body: has %,d bytes, must have at most %,d".formatted(body.length, maxBytes));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
