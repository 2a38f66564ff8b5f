package dev.twinlens.local.deployment.resources;

import com.azure.storage.blob.BlobServiceClientBuilder;
import dev.twinlens.local.azure.Azurite;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A resource group with storage accounts; each account is a process of Azurite's. */
final class AzureResources implements AutoCloseable {
  private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";

  private final DeploymentState state;
  private final Path dataDirectory;
  private final Map<String, Azurite> accounts = new ConcurrentHashMap<>();

  AzureResources(DeploymentState state, Path dataDirectory) {
    this.state = state;
    this.dataDirectory = dataDirectory;
  }

  /**
   * Accounts and containers that are no longer declared keep their data. Azurite has neither
   * versions nor soft delete nor lifecycle rules, so the account's service properties and its
   * management policy are taken as declared and have no effect on a laptop.
   */
  void register(ProvisionerRegistry registry) {
    registry
        .dataType("azure-native:resources:ResourceGroup", this::resourceGroup)
        .dataType("azure-native:storage:StorageAccount", this::storageAccount)
        .type("azure-native:storage:BlobServiceProperties", this::accountSetting)
        .type("azure-native:storage:ManagementPolicy", this::accountSetting)
        .dataType("azure-native:storage:BlobContainer", this::container)
        .function(
            "azure-native:storage:listStorageAccountServiceSAS",
            this::serviceSharedAccessSignature);
  }

  /** How to reach the account as its owner; empty before the program has declared one. */
  Optional<String> connectionString() {
    return accounts.values().stream().findFirst().map(Azurite::connectionString);
  }

  @Override
  public void close() {
    accounts.values().forEach(Azurite::close);
  }

  private Provisioned resourceGroup(ResourceRequest request) {
    String name =
        request
            .inputs()
            .optionalString("resourceGroupName")
            .orElseGet(() -> state.physicalName(request.urn(), request.name(), 8));
    return new Provisioned(
        SUBSCRIPTION + "/resourceGroups/" + name,
        Map.of("name", name, "type", "Microsoft.Resources/resourceGroups"));
  }

  private Provisioned storageAccount(ResourceRequest request) {
    Inputs inputs = request.inputs();
    String name =
        inputs
            .optionalString("accountName")
            .orElseGet(() -> state.physicalName(request.urn(), accountPrefix(request.name()), 8));
    Azurite azurite =
        Azurite.start(
            dataDirectory.resolve("azure"),
            state.port("azure blob"),
            name,
            state.secret("storage account key", 64));
    accounts.put(name, azurite);
    return new Provisioned(
        storageId(inputs.string("resourceGroupName"), name),
        Map.of(
            "name",
            name,
            "type",
            "Microsoft.Storage/storageAccounts",
            "primaryEndpoints",
            Map.of("blob", azurite.blobEndpoint() + "/")));
  }

  /** An account's name has 3 to 24 lower-case letters and digits; eight are Pulumi's suffix. */
  private static String accountPrefix(String logicalName) {
    String letters = logicalName.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return letters.substring(0, Math.min(letters.length(), 16));
  }

  private Provisioned accountSetting(ResourceRequest request) {
    Inputs inputs = request.inputs();
    account(inputs.string("accountName"));
    return new Provisioned(
        storageId(inputs.string("resourceGroupName"), inputs.string("accountName"))
            + "/"
            + request.name(),
        Map.of("name", request.name()));
  }

  private Provisioned container(ResourceRequest request) {
    Inputs inputs = request.inputs();
    String account = inputs.string("accountName");
    String name = inputs.optionalString("containerName").orElse(request.name());
    new BlobServiceClientBuilder()
        .connectionString(account(account).connectionString())
        .serviceVersion(Azurite.SERVICE_VERSION)
        .buildClient()
        .createBlobContainerIfNotExists(name);
    return new Provisioned(
        storageId(inputs.string("resourceGroupName"), account)
            + "/blobServices/default/containers/"
            + name,
        Map.of("name", name));
  }

  private Map<String, Object> serviceSharedAccessSignature(Inputs arguments) {
    String account = arguments.string("accountName");
    String resource = arguments.string("canonicalizedResource");
    String prefix = "/blob/" + account + "/";
    if (!arguments.string("resource").equals("c") || !resource.startsWith(prefix)) {
      throw new IllegalArgumentException(
          "the laptop signs for containers ('c') of the account, not for " + resource);
    }
    return Map.of(
        "serviceSasToken",
        account(account)
            .containerSas(
                resource.substring(prefix.length()),
                arguments.string("permissions"),
                arguments
                    .optionalString("sharedAccessStartTime")
                    .map(AzureResources::time)
                    .orElse(OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(5)),
                time(arguments.string("sharedAccessExpiryTime"))));
  }

  /** A date stands for its first moment, as Azure reads it. */
  private static OffsetDateTime time(String iso8601) {
    return iso8601.contains("T")
        ? OffsetDateTime.parse(iso8601)
        : LocalDate.parse(iso8601).atStartOfDay().atOffset(ZoneOffset.UTC);
  }

  private Azurite account(String name) {
    Azurite azurite = accounts.get(name);
    if (azurite == null) {
      throw new IllegalArgumentException("there is no storage account " + name);
    }
    return azurite;
  }

  private static String storageId(String resourceGroup, String account) {
    return SUBSCRIPTION
        + "/resourceGroups/"
        + resourceGroup
        + "/providers/Microsoft.Storage/storageAccounts/"
        + account;
  }
}
