package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Tables with their global secondary indexes and the time to live of their items. */
final class DynamoDbResources {
  private final DynamoDbClient dynamoDb;
  private final Arns arns;
  private final DeploymentState state;

  DynamoDbResources(DynamoDbClient dynamoDb, Arns arns, DeploymentState state) {
    this.dynamoDb = dynamoDb;
    this.arns = arns;
    this.state = state;
  }

  /** A table that is no longer declared stays: it holds what is known of the photos. */
  void register(ProvisionerRegistry registry) {
    registry.dataType("aws:dynamodb/table:Table", this::table);
  }

  private Provisioned table(ResourceRequest request) {
    String name = state.physicalName(request, "name");
    CreateTableRequest wanted = createTable(name, request.inputs());
    try {
      requireSameKeys(wanted, dynamoDb.describeTable(get -> get.tableName(name)).table());
    } catch (ResourceNotFoundException e) {
      dynamoDb.createTable(wanted);
      try (var waiter = dynamoDb.waiter()) {
        waiter.waitUntilTableExists(wait -> wait.tableName(name));
      }
    }
    request.inputs().optionalObject("ttl").ifPresent(ttl -> timeToLive(name, ttl));
    return new Provisioned(name, Map.of("name", name, "arn", arns.of("dynamodb", "table/" + name)));
  }

  /** DynamoDB refuses to be told what it does already. */
  private void timeToLive(String table, Inputs ttl) {
    boolean enabled = ttl.bool("enabled", false);
    boolean isEnabled =
        dynamoDb
                .describeTimeToLive(get -> get.tableName(table))
                .timeToLiveDescription()
                .timeToLiveStatus()
            == TimeToLiveStatus.ENABLED;
    if (enabled != isEnabled) {
      dynamoDb.updateTimeToLive(
          update ->
              update
                  .tableName(table)
                  .timeToLiveSpecification(
                      specification ->
                          specification
                              .enabled(enabled)
                              .attributeName(ttl.string("attributeName"))));
    }
  }

  private static CreateTableRequest createTable(String name, Inputs inputs) {
    CreateTableRequest.Builder table =
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .deletionProtectionEnabled(inputs.bool("deletionProtectionEnabled", false))
            .attributeDefinitions(
                inputs.objects("attributes").stream()
                    .map(
                        attribute ->
                            AttributeDefinition.builder()
                                .attributeName(attribute.string("name"))
                                .attributeType(attribute.string("type"))
                                .build())
                    .toList())
            .keySchema(keySchema(inputs));
    List<GlobalSecondaryIndex> indexes =
        inputs.objects("globalSecondaryIndexes").stream().map(DynamoDbResources::index).toList();
    if (!indexes.isEmpty()) {
      table.globalSecondaryIndexes(indexes);
    }
    return table.build();
  }

  private static GlobalSecondaryIndex index(Inputs index) {
    return GlobalSecondaryIndex.builder()
        .indexName(index.string("name"))
        .keySchema(keySchema(index))
        .projection(
            projection -> {
              projection.projectionType(index.string("projectionType"));
              List<String> attributes = index.strings("nonKeyAttributes");
              if (!attributes.isEmpty()) {
                projection.nonKeyAttributes(attributes);
              }
            })
        .build();
  }

  private static List<KeySchemaElement> keySchema(Inputs inputs) {
    List<KeySchemaElement> schema = new ArrayList<>();
    schema.add(key(inputs.string("hashKey"), KeyType.HASH));
    inputs.optionalString("rangeKey").ifPresent(range -> schema.add(key(range, KeyType.RANGE)));
    return schema;
  }

  private static KeySchemaElement key(String attribute, KeyType type) {
    return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
  }

  private static void requireSameKeys(CreateTableRequest wanted, TableDescription existing) {
    boolean same =
        wanted.keySchema().equals(existing.keySchema())
            && new HashSet<>(
                    wanted.globalSecondaryIndexes().stream()
                        .map(index -> index.indexName() + index.keySchema())
                        .toList())
                .equals(
                    new HashSet<>(
                        existing.globalSecondaryIndexes().stream()
                            .map(index -> index.indexName() + index.keySchema())
                            .toList()));
    if (!same) {
      throw new IllegalStateException(
          "the table %s stands with other keys or indexes than the program declares;"
                  .formatted(existing.tableName())
              + " start with another --data folder");
    }
  }
}
