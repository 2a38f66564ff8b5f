package dev.twinlens.local.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the JSON of a policy. Unknown elements are errors: ignoring a misspelt element would widen
 * the statement. (The AWS SDK's own reader ignores unknown elements and condition values that are
 * not strings, and rejects lists of principals.)
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar
 *     of the IAM JSON policy language</a>
 */
final class PolicyReader {
  enum Kind {
    RESOURCE,
    IDENTITY,
    EITHER
  }

  private static final String CURRENT_VERSION = "2012-10-17";
  private static final Set<String> VERSIONS = Set.of("2008-10-17", CURRENT_VERSION);
  private static final Set<String> POLICY_ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Kind kind;

  PolicyReader(Kind kind) {
    this.kind = kind;
  }

  List<Statement> read(String json) {
    JsonNode policy = parse(json);
    requireElements(policy, POLICY_ELEMENTS, "the policy");
    boolean variables = CURRENT_VERSION.equals(version(policy));
    JsonNode statement = policy.path("Statement");
    List<JsonNode> nodes = new ArrayList<>();
    if (statement.isArray()) {
      statement.forEach(nodes::add);
    } else {
      nodes.add(statement);
    }
    if (nodes.isEmpty() || statement.isMissingNode()) {
      throw new InvalidPolicyException("the policy has no Statement");
    }
    List<Statement> statements = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      Statement read = readStatement(nodes.get(i), "Statement[" + i + "]", variables);
      if (!names.add(read.name())) {
        throw new InvalidPolicyException("two statements have the Sid \"" + read.name() + "\"");
      }
      statements.add(read);
    }
    return List.copyOf(statements);
  }

  private static JsonNode parse(String json) {
    JsonNode policy;
    try {
      policy = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidPolicyException("the policy is not JSON: " + e.getOriginalMessage(), e);
    }
    return policy;
  }

  private static String version(JsonNode policy) {
    if (!policy.has("Version")) {
      return "2008-10-17";
    }
    String version = text(policy.get("Version"), "Version");
    if (!VERSIONS.contains(version)) {
      throw new InvalidPolicyException(
          "Version is \"" + version + "\"; it must be 2012-10-17 or 2008-10-17");
    }
    return version;
  }

  private Statement readStatement(JsonNode node, String position, boolean variables) {
    requireElements(node, STATEMENT_ELEMENTS, position);
    String sid = node.has("Sid") ? text(node.get("Sid"), position + ".Sid") : "";
    String name = sid.isEmpty() ? position : sid;
    try {
      boolean allows = allows(node);
      boolean notPrincipal = onlyOne(node, "Principal", "NotPrincipal");
      if (notPrincipal && allows) {
        throw new InvalidPolicyException("NotPrincipal needs the Effect Deny");
      }
      boolean notAction = onlyOne(node, "Action", "NotAction");
      boolean notResource = onlyOne(node, "Resource", "NotResource");
      Statement statement =
          new Statement(
              name,
              allows,
              principal(node, notPrincipal ? "NotPrincipal" : "Principal"),
              notPrincipal,
              actions(node, notAction ? "NotAction" : "Action"),
              notAction,
              resources(node, notResource ? "NotResource" : "Resource", variables),
              notResource,
              conditions(node.path("Condition"), variables));
      requireKind(statement);
      return statement;
    } catch (InvalidPolicyException e) {
      throw new InvalidPolicyException(
          (sid.isEmpty() ? position : position + " (" + sid + ")") + ": " + e.getMessage(), e);
    }
  }

  private void requireKind(Statement statement) {
    if (kind == Kind.RESOURCE && statement.principal().isEmpty()) {
      throw new InvalidPolicyException("a resource's policy needs a Principal");
    }
    if (kind == Kind.IDENTITY && statement.principal().isPresent()) {
      throw new InvalidPolicyException("an identity's policy has no Principal");
    }
    if (kind == Kind.IDENTITY && statement.resources().isEmpty()) {
      throw new InvalidPolicyException("an identity's policy needs a Resource");
    }
  }

  private static boolean allows(JsonNode statement) {
    String effect = text(statement.path("Effect"), "Effect");
    return switch (effect) {
      case "Allow" -> true;
      case "Deny" -> false;
      default ->
          throw new InvalidPolicyException("Effect is \"" + effect + "\", not Allow or Deny");
    };
  }

  /** Whether the statement has the second of two mutually exclusive elements. */
  private static boolean onlyOne(JsonNode statement, String element, String opposite) {
    if (statement.has(element) && statement.has(opposite)) {
      throw new InvalidPolicyException(element + " and " + opposite + " exclude each other");
    }
    return statement.has(opposite);
  }

  private static Optional<PrincipalElement> principal(JsonNode statement, String element) {
    if (!statement.has(element)) {
      return Optional.empty();
    }
    JsonNode node = statement.get(element);
    if (node.isTextual() && node.textValue().equals("*")) {
      return Optional.of(new PrincipalElement(true, Set.of(), Set.of(), Set.of()));
    }
    if (!node.isObject() || node.isEmpty()) {
      throw new InvalidPolicyException(element + " is neither \"*\" nor an object with principals");
    }
    boolean everyone = false;
    Set<String> accounts = new HashSet<>();
    Set<String> arns = new HashSet<>();
    Set<String> services = new HashSet<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String where = element + "." + entry.getKey();
      for (String value : texts(entry.getValue(), where)) {
        switch (entry.getKey()) {
          case "AWS" -> {
            if (value.equals("*")) {
              everyone = true;
            } else {
              Optional<String> account = PrincipalElement.account(value);
              account.ifPresentOrElse(accounts::add, () -> arns.add(exact(value, where)));
            }
          }
          case "Service" -> services.add(exact(value, where));
          // No caller here has one of these: a statement that names only them applies to nobody.
          case "Federated", "CanonicalUser" -> exact(value, where);
          default -> throw new InvalidPolicyException(where + " is not a kind of principal");
        }
      }
    }
    return Optional.of(
        new PrincipalElement(
            everyone, Set.copyOf(accounts), Set.copyOf(arns), Set.copyOf(services)));
  }

  private static String exact(String principal, String where) {
    if (principal.contains("*") || principal.contains("?")) {
      throw new InvalidPolicyException(
          where + " \"" + principal + "\": a wildcard cannot stand for part of a principal");
    }
    return principal;
  }

  private static List<Statement.ActionPattern> actions(JsonNode statement, String element) {
    return texts(statement.path(element), element).stream()
        .map(
            action -> {
              if (!action.equals("*") && !action.matches("[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
                throw new InvalidPolicyException(
                    element + " \"" + action + "\" is neither \"*\" nor service:action");
              }
              return new Statement.ActionPattern(action, Glob.caseless(action));
            })
        .toList();
  }

  private static List<Statement.ResourcePattern> resources(
      JsonNode statement, String element, boolean variables) {
    if (!statement.has(element)) {
      return List.of();
    }
    return texts(statement.get(element), element).stream()
        .map(
            resource -> {
              if (resource.equals("*")) {
                return new Statement.ResourcePattern(resource, Optional.empty());
              }
              if (!resource.startsWith("arn:")) {
                throw new InvalidPolicyException(
                    element + " \"" + resource + "\" is neither \"*\" nor an ARN");
              }
              return new Statement.ResourcePattern(
                  resource, Optional.of(new ArnPattern(resource, variables)));
            })
        .toList();
  }

  private static List<PolicyCondition> conditions(JsonNode node, boolean variables) {
    if (node.isMissingNode()) {
      return List.of();
    }
    requireObject(node, "Condition");
    List<PolicyCondition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operator : node.properties()) {
      requireObject(operator.getValue(), "Condition." + operator.getKey());
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        String where = "Condition." + operator.getKey() + "." + key.getKey();
        try {
          conditions.add(
              new PolicyCondition(
                  operator.getKey(), key.getKey(), texts(key.getValue(), where), variables));
        } catch (InvalidPolicyException e) {
          throw e.getMessage().startsWith("Condition.")
              ? e
              : new InvalidPolicyException(where + ": " + e.getMessage(), e);
        }
      }
    }
    return List.copyOf(conditions);
  }

  private static void requireElements(JsonNode node, Set<String> known, String where) {
    requireObject(node, where);
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new InvalidPolicyException(where + " has the unknown element " + name);
              }
            });
  }

  private static void requireObject(JsonNode node, String where) {
    if (!node.isObject()) {
      throw new InvalidPolicyException(where + " is not a JSON object");
    }
  }

  /** A value or a list of values; IAM accepts numbers and booleans as their text. */
  private static List<String> texts(JsonNode node, String where) {
    if (node.isArray() && node.isEmpty()) {
      throw new InvalidPolicyException(where + " is an empty list");
    }
    Stream<JsonNode> values = node.isArray() ? node.valueStream() : Stream.of(node);
    return values.map(value -> text(value, where)).toList();
  }

  private static String text(JsonNode node, String where) {
    if (node.isMissingNode()) {
      throw new InvalidPolicyException(where + " is missing");
    }
    if (!node.isValueNode() || node.isNull()) {
      throw new InvalidPolicyException(where + " is not a string");
    }
    return node.asText();
  }
}
