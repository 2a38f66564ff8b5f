package dev.twinlens.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares a response with what the document says about its status. */
final class ResponseCheck {
  /** Headers of the connection and of the body's transfer, which no API describes. */
  private static final Set<String> TRANSPORT =
      Set.of(
          ":status",
          "connection",
          "content-length",
          "content-type",
          "date",
          "keep-alive",
          "server",
          "transfer-encoding",
          "vary",
          "via");

  private final Schemas schemas;
  private final Map<String, Place> headersOfEveryResponse;

  ResponseCheck(Schemas schemas, Map<String, Place> headersOfEveryResponse) {
    this.schemas = schemas;
    this.headersOfEveryResponse = headersOfEveryResponse;
  }

  List<String> violations(Place response, Headers headers, String body) {
    List<String> violations = new ArrayList<>(headerViolations(response, headers));
    violations.addAll(bodyViolations(response, headers.mediaType(), body));
    return violations;
  }

  private List<String> headerViolations(Place response, Headers headers) {
    List<String> violations = new ArrayList<>();
    Map<String, Place> documented = new LinkedHashMap<>(headersOfEveryResponse);
    documented.putAll(response.children("headers"));
    documented.forEach(
        (name, header) -> {
          String subject = "header " + name;
          headers
              .value(name)
              .ifPresentOrElse(
                  value ->
                      violations.addAll(
                          schemas.textViolations(
                              header.child("schema").orElseThrow(), value, subject)),
                  () -> {
                    if (header.value().path("required").asBoolean()) {
                      violations.add(subject + ": is missing");
                    }
                  });
        });
    for (String name : headers.names()) {
      if (!documented.containsKey(name) && !TRANSPORT.contains(name)) {
        violations.add("header " + name + ": is not documented");
      }
    }
    return violations;
  }

  private List<String> bodyViolations(Place response, String mediaType, String body) {
    Map<String, Place> content = response.children("content");
    if (content.isEmpty()) {
      return body.isEmpty() ? List.of() : List.of("body: must be empty");
    }
    if (!content.containsKey(mediaType)) {
      return List.of(
          "header content-type: is \"%s\", must be one of %s"
              .formatted(mediaType, content.keySet()));
    }
    return schemas.violations(content.get(mediaType).child("schema").orElseThrow(), body, "body");
  }
}
