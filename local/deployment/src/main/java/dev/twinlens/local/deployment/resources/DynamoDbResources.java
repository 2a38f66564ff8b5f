package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Tables with their global secondary indexes and the time to live of their items. */
final class DynamoDbResources {
  private final DynamoDbClient dynamoDb;
  private final Arns arns;
  private final DeploymentState state;

  DynamoDbResources(DynamoDbClient dynamoDb, DeploymentContext context) {
    this.dynamoDb = dynamoDb;
    this.arns = context.arns();
    this.state = context.state();
  }

  /** A table that is no longer declared stays: it holds the photos' data. */
  void register(ProvisionerRegistry registry) {
    registry.dataType(
        "aws:dynamodb/table:Table",
        this::table,
        name -> dynamoDb.deleteTable(delete -> delete.tableName(name)));
  }

  private Provisioned table(ResourceRequest request) {
    request.inputs().ignore("pointInTimeRecovery", "DynamoDB Local has no backups");
    String name = state.physicalName(request, "name");
    CreateTableRequest wanted = createTable(name, request.inputs());
    try {
      update(wanted, dynamoDb.describeTable(get -> get.tableName(name)).table());
    } catch (ResourceNotFoundException e) {
      dynamoDb.createTable(wanted);
      try (var waiter = dynamoDb.waiter()) {
        waiter.waitUntilTableExists(wait -> wait.tableName(name));
      }
    }
    request.inputs().optionalObject("ttl").ifPresent(ttl -> timeToLive(name, ttl));
    return new Provisioned(name, Map.of("name", name, "arn", arns.of("dynamodb", "table/" + name)));
  }

  /** DynamoDB refuses an update that changes nothing. */
  private void timeToLive(String table, Inputs ttl) {
    boolean enabled = ttl.bool("enabled", false);
    String attribute = ttl.string("attributeName");
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
                      specification -> specification.enabled(enabled).attributeName(attribute)));
    }
  }

  private static CreateTableRequest createTable(String name, Inputs inputs) {
    inputs.requireValue("billingMode", "PAY_PER_REQUEST");
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
    Projection.Builder projection =
        Projection.builder().projectionType(index.string("projectionType"));
    List<String> attributes = index.strings("nonKeyAttributes");
    if (!attributes.isEmpty()) {
      projection.nonKeyAttributes(attributes);
    }
    return GlobalSecondaryIndex.builder()
        .indexName(index.string("name"))
        .keySchema(keySchema(index))
        .projection(projection.build())
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

  private void update(CreateTableRequest wanted, TableDescription existing) {
    Set<List<Object>> wantedIndexes =
        wanted.globalSecondaryIndexes().stream()
            .map(index -> index(index.indexName(), index.keySchema(), index.projection()))
            .collect(Collectors.toSet());
    Set<List<Object>> existingIndexes =
        existing.globalSecondaryIndexes().stream()
            .map(index -> index(index.indexName(), index.keySchema(), index.projection()))
            .collect(Collectors.toSet());
    if (!wanted.keySchema().equals(existing.keySchema())
        || !wantedIndexes.equals(existingIndexes)) {
      throw new IllegalStateException(
          "the table %s already exists with different keys or indexes; use another --data folder"
              .formatted(existing.tableName()));
    }
    if (!wanted.deletionProtectionEnabled().equals(existing.deletionProtectionEnabled())) {
      dynamoDb.updateTable(
          update ->
              update
                  .tableName(wanted.tableName())
                  .deletionProtectionEnabled(wanted.deletionProtectionEnabled()));
    }
  }

  private static List<Object> index(
      String name, List<KeySchemaElement> keySchema, Projection projection) {
    return List.of(
        name, keySchema, projection.projectionType(), Set.copyOf(projection.nonKeyAttributes()));
  }
}
