package dev.twinlens.local.lambda;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import dev.twinlens.local.iam.ResourcePolicy;
import java.util.Map;
import java.util.Optional;

/**
 * A function's resource-based policy, as {@code AddPermission} composes it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html">AddPermission</a>
 */
final class FunctionPolicy {
  private static final JsonMapper JSON = new JsonMapper();

  private final String functionArn;
  private final ArrayNode statements = JSON.createArrayNode();

  FunctionPolicy(String functionArn) {
    this.functionArn = functionArn;
  }

  /**
   * @param sourceArn the ARN, with wildcards, for which a service must call; empty for any
   * @throws IllegalArgumentException when the statement exists, or IAM would reject it
   */
  synchronized void add(String statementId, String action, String principal, String sourceArn) {
    for (var statement : statements) {
      if (statement.path("Sid").textValue().equals(statementId)) {
        throw new IllegalArgumentException(
            "The statement id (" + statementId + ") provided already exists");
      }
    }
    ObjectNode statement = JSON.createObjectNode();
    statement.put("Sid", statementId);
    statement.put("Effect", "Allow");
    if (principal.equals("*")) {
      statement.put("Principal", "*");
    } else {
      boolean service = principal.contains(".") && !principal.startsWith("arn:");
      statement.putObject("Principal").put(service ? "Service" : "AWS", principal);
    }
    statement.put("Action", action);
    statement.put("Resource", functionArn);
    if (!sourceArn.isEmpty()) {
      statement.putObject("Condition").putObject("ArnLike").put("AWS:SourceArn", sourceArn);
    }
    PolicyDocument.resourcePolicy(document(JSON.createArrayNode().add(statement)));
    statements.add(statement);
  }

  /**
   * @throws IllegalArgumentException when there is no such statement
   */
  synchronized void remove(String statementId) {
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i).path("Sid").textValue().equals(statementId)) {
        statements.remove(i);
        return;
      }
    }
    throw new IllegalArgumentException(
        "Statement " + statementId + " is not found in resource policy.");
  }

  /** The policy; empty while it has no statement. */
  synchronized Optional<PolicyDocument> document() {
    return statements.isEmpty()
        ? Optional.empty()
        : Optional.of(PolicyDocument.resourcePolicy(document(statements)));
  }

  /**
   * Decides whether a caller may invoke the function.
   *
   * @param sourceArn the resource for which the caller calls; empty for none
   */
  Decision decide(AccessControl access, Principal caller, String sourceArn) {
    return access.decide(
        new Request(
            caller,
            "lambda:InvokeFunction",
            functionArn,
            sourceArn.isEmpty() ? Map.of() : Map.of("aws:SourceArn", sourceArn)),
        resourcePolicy());
  }

  ResourcePolicy resourcePolicy() {
    return new ResourcePolicy(functionArn, document(), /* required= */ false);
  }

  String functionArn() {
    return functionArn;
  }

  private static String document(ArrayNode statements) {
    ObjectNode policy = JSON.createObjectNode();
    policy.put("Version", "2012-10-17");
    policy.set("Statement", statements);
    return policy.toString();
  }
}
