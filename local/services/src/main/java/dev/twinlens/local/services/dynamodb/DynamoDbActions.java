package dev.twinlens.local.services.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The permissions that a call of DynamoDB needs. A call that reads an index needs them on the
 * index.
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

  /** The members of a transaction: each needs the permission of the same operation alone. */
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
   * The permissions.
   *
   * @param operation as in {@code X-Amz-Target}, after the dot
   * @param request the call's body
   */
  List<RequiredPermission> of(String operation, JsonNode request) throws UnknownOperationException {
    String action = "dynamodb:" + operation;
    String table = table(request.path("TableName").asText());
    if (operation.equals("CreateTable") && request.hasNonNull("Tags")) {
      return List.of(
          RequiredPermission.of(action, table),
          RequiredPermission.of("dynamodb:TagResource", table));
    }
    if (ON_TABLE.contains(operation)) {
      return List.of(RequiredPermission.of(action, table));
    }
    if (ON_TABLE_OR_INDEX.contains(operation)) {
      return List.of(
          RequiredPermission.of(
              action,
              request.hasNonNull("IndexName")
                  ? table + "/index/" + request.path("IndexName").asText()
                  : table));
    }
    if (ON_RESOURCE.contains(operation)) {
      return List.of(RequiredPermission.of(action, table(request.path("ResourceArn").asText())));
    }
    if (ON_NOTHING.contains(operation)) {
      return List.of(RequiredPermission.of(action, "*"));
    }
    return switch (operation) {
      case "BatchGetItem", "BatchWriteItem" -> {
        List<RequiredPermission> permissions = new ArrayList<>();
        request
            .path("RequestItems")
            .fieldNames()
            .forEachRemaining(name -> permissions.add(RequiredPermission.of(action, table(name))));
        yield permissions.isEmpty() ? List.of(RequiredPermission.of(action, "*")) : permissions;
      }
      case "TransactGetItems", "TransactWriteItems" -> transaction(operation, request);
      default -> throw new UnknownOperationException("dynamodb", operation);
    };
  }

  private List<RequiredPermission> transaction(String operation, JsonNode request)
      throws UnknownOperationException {
    Set<RequiredPermission> permissions = new LinkedHashSet<>();
    for (JsonNode item : request.path("TransactItems")) {
      for (Map.Entry<String, JsonNode> member : item.properties()) {
        String action = TRANSACTED.get(member.getKey());
        if (action == null) {
          throw new UnknownOperationException("dynamodb", operation + "/" + member.getKey());
        }
        permissions.add(
            RequiredPermission.of(
                "dynamodb:" + action, table(member.getValue().path("TableName").asText())));
      }
    }
    return permissions.isEmpty()
        ? List.of(RequiredPermission.of("dynamodb:" + operation, "*"))
        : List.copyOf(permissions);
  }

  /** A table may be named by its ARN; only the name in it counts, not its account or region. */
  private String table(String nameOrArn) {
    return arnPrefix
        + (nameOrArn.startsWith("arn:")
            ? nameOrArn.substring(nameOrArn.indexOf('/') + 1)
            : nameOrArn);
  }
}
