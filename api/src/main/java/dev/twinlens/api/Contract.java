package dev.twinlens.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The contract of the HTTP API, {@code api/openapi.yaml}, against which tests check requests and
 * responses. An undocumented route, status, media type, header, parameter or property is a
 * violation, as is a value that its schema does not allow.
 *
 * <p>Instances are immutable and can be shared by threads.
 */
public final class Contract {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private final JsonNode document;
  private final Place apiGateway;
  private final List<Operation> operations = new ArrayList<>();
  private final ResponseCheck responses;
  private final RequestCheck requests;

  Contract(JsonNode document) {
    this.document = document;
    Place root = new Place(document, "");
    this.apiGateway = root.child("x-api-gateway").orElseThrow();
    root.children("paths")
        .forEach(
            (template, item) ->
                METHODS.forEach(
                    method ->
                        item.child(method)
                            .map(place -> Operation.of(method, template, item, place))
                            .ifPresent(operations::add)));
    Schemas schemas = new Schemas(document);
    this.responses = new ResponseCheck(schemas, apiGateway.children("headers"));
    this.requests = new RequestCheck(schemas);
  }

  /** The contract of this version of the API. */
  public static Contract load() {
    return new Contract(OpenApiDocument.read());
  }

  /** The OpenAPI document as JSON. */
  public String json() {
    return document.toPrettyString();
  }

  /**
   * The routes as API Gateway writes them, such as {@code GET /images/{key+}}.
   *
   * @param settings those that are switched on, such as {@code allowDelete}
   */
  public SortedSet<String> routeKeys(Set<String> settings) {
    SortedSet<String> keys = new TreeSet<>();
    for (Operation operation : operations) {
      if (operation.requiredSetting().map(settings::contains).orElse(true)) {
        keys.add(operation.routeKey());
      }
    }
    return keys;
  }

  /**
   * Checks a response.
   *
   * @param method the request's method
   * @param target the request's path and query, encoded, such as {@code /images/a%20b?limit=1}
   * @param status the response's status
   * @param headers the response's headers, names in any case, values of one name joined by commas
   * @param body the response's body, decompressed; empty when there is none
   * @throws AssertionError naming everything that is wrong
   */
  public void assertConforms(
      String method, String target, int status, Map<String, String> headers, String body) {
    Optional<Operation> operation = operation(method, Target.parse(target).path());
    List<String> violations =
        response(method, operation, status)
            .map(response -> responses.violations(response, new Headers(headers), body))
            .orElseGet(() -> List.of("status: is not documented"));
    require(violations, "%s %s → %d".formatted(method, target, status), operation, body);
  }

  /**
   * Checks a request.
   *
   * @param method the method
   * @param target path and query, encoded, such as {@code /images/a%20b?limit=1}
   * @param headers the headers, names in any case
   * @param body the body; empty when there is none
   * @throws AssertionError naming everything that is wrong
   */
  public void assertRequestConforms(
      String method, String target, Map<String, String> headers, byte[] body) {
    Target parsed = Target.parse(target);
    Optional<Operation> operation = operation(method, parsed.path());
    List<String> violations =
        operation
            .map(known -> requests.violations(known, parsed, new Headers(headers), body))
            .orElseGet(() -> List.of("route: is not documented"));
    require(violations, method + " " + target, operation, "");
  }

  private Optional<Operation> operation(String method, String path) {
    return operations.stream()
        .filter(operation -> operation.matches(method.toUpperCase(Locale.ROOT), path))
        .findFirst();
  }

  /** What the document says about a status; without a route, API Gateway responds by itself. */
  private Optional<Place> response(String method, Optional<Operation> operation, int status) {
    if (operation.isPresent()) {
      return Optional.ofNullable(
          operation.get().place().children("responses").get(Integer.toString(status)));
    }
    if (method.equalsIgnoreCase("OPTIONS") && status == 204) {
      return apiGateway.child("preflight");
    }
    return status == 404 ? apiGateway.child("no-route") : Optional.empty();
  }

  private static void require(
      List<String> violations, String message, Optional<Operation> operation, String body) {
    if (violations.isEmpty()) {
      return;
    }
    String route = operation.map(Operation::routeKey).orElse("no route");
    throw new AssertionError(
        "%s does not conform to api/openapi.yaml (%s):%n  %s%s"
            .formatted(
                message,
                route,
                String.join(System.lineSeparator() + "  ", violations),
                body.isEmpty() ? "" : System.lineSeparator() + "body: " + body));
  }
}
