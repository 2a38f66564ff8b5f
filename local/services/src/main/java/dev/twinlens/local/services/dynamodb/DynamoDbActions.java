package dev.twinlens.local.services.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.services.access.Requirement;
import dev.twinlens.local.services.access.UnknownOperationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rights a call of DynamoDB needs. Those that read by way of an index need it on the index.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html">Actions,
 *     resources, and condition keys for Amazon DynamoDB</a>
 */
final class DynamoDbActions {
  private static final Set<String> ON_TABLE =
      Set.of(
          "CreateTable",
          "DeleteItem",
          "DeleteTable",
          "DescribeContinuousBackups",
          "DescribeTable",
          "DescribeTimeToLive",
          "GetItem",
          "PutItem",
          "UpdateContinuousBackups",
          "UpdateItem",
          "UpdateTable",
          "UpdateTimeToLive");

  private static final Set<String> ON_TABLE_OR_INDEX = Set.of("Query", "Scan");
  private static final Set<String> ON_RESOURCE =
      Set.of("ListTagsOfResource", "TagResource", "UntagResource");
  private static final Set<String> ON_NOTHING =
      Set.of("DescribeEndpoints", "DescribeLimits", "ListTables");

  /** The members of a transaction: each needs the right to do it alone. */
  private static final Map<String, String> TRANSACTED =
      Map.of(
          "ConditionCheck", "ConditionCheckItem",
          "Delete", "DeleteItem",
          "Get", "GetItem",
          "Put", "PutItem",
          "Update", "UpdateItem");

  private final String arnPrefix;

  /**
   * The tables of one account and region.
   *
   * @param arnPrefix what a table's ARN has before its name
   */
  DynamoDbActions(String arnPrefix) {
    this.arnPrefix = arnPrefix;
  }

  /**
   * The rights.
   *
   * @param operation as in {@code X-Amz-Target}, after the dot
   * @param request the call's body
   */
  List<Requirement> of(String operation, JsonNode request) throws UnknownOperationException {
    String action = "dynamodb:" + operation;
    String table = table(request.path("TableName").asText());
    if (operation.equals("CreateTable") && request.hasNonNull("Tags")) {
      return List.of(Requirement.of(action, table), Requirement.of("dynamodb:TagResource", table));
    }
    if (ON_TABLE.contains(operation)) {
      return List.of(Requirement.of(action, table));
    }
    if (ON_TABLE_OR_INDEX.contains(operation)) {
      return List.of(
          Requirement.of(
              action,
              request.hasNonNull("IndexName")
                  ? table + "/index/" + request.path("IndexName").asText()
                  : table));
    }
    if (ON_RESOURCE.contains(operation)) {
      return List.of(Requirement.of(action, table(request.path("ResourceArn").asText())));
    }
    if (ON_NOTHING.contains(operation)) {
      return List.of(Requirement.of(action, "*"));
    }
    return switch (operation) {
      case "BatchGetItem", "BatchWriteItem" -> {
        List<Requirement> requirements = new ArrayList<>();
        request
            .path("RequestItems")
            .fieldNames()
            .forEachRemaining(name -> requirements.add(Requirement.of(action, table(name))));
        yield requirements.isEmpty() ? List.of(Requirement.of(action, "*")) : requirements;
      }
      case "TransactGetItems", "TransactWriteItems" -> transaction(operation, request);
      default -> throw new UnknownOperationException("dynamodb", operation);
    };
  }

  private List<Requirement> transaction(String operation, JsonNode request)
      throws UnknownOperationException {
    Set<Requirement> requirements = new LinkedHashSet<>();
    for (JsonNode item : request.path("TransactItems")) {
      for (Map.Entry<String, JsonNode> member : item.properties()) {
        String action = TRANSACTED.get(member.getKey());
        if (action == null) {
          throw new UnknownOperationException("dynamodb", operation + "/" + member.getKey());
        }
        requirements.add(
            Requirement.of(
                "dynamodb:" + action, table(member.getValue().path("TableName").asText())));
      }
    }
    return requirements.isEmpty()
        ? List.of(Requirement.of("dynamodb:" + operation, "*"))
        : List.copyOf(requirements);
  }

  /** A table may be named by its ARN; whatever account that names, its last part is what counts. */
  private String table(String nameOrArn) {
    return arnPrefix
        + (nameOrArn.startsWith("arn:")
            ? nameOrArn.substring(nameOrArn.indexOf('/') + 1)
            : nameOrArn);
  }
}
