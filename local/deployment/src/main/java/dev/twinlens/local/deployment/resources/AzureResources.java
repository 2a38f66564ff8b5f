package dev.twinlens.local.deployment.resources;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobServiceClientBuilder;
import dev.twinlens.local.azure.Azurite;
import dev.twinlens.local.azure.PortTakenException;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.support.BoundPort;
import dev.twinlens.local.support.ServerListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A resource group with storage accounts; each account is a process of Azurite. */
final class AzureResources implements AutoCloseable {
  private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";

  private static final String PORT = "azure blob";
  private static final int START_ATTEMPTS = 5;

  private final DeploymentState state;
  private final Path dataDirectory;
  private final ServerListener listener;
  private final Map<String, Azurite> accounts = new ConcurrentHashMap<>();

  AzureResources(DeploymentContext context, ServerListener listener) {
    this.state = context.state();
    this.dataDirectory = context.dataDirectory();
    this.listener = listener;
  }

  /**
   * Accounts and containers that are no longer declared keep their data, and a container keeps its
   * immutability policy: the program tells Pulumi to retain it.
   */
  void register(ProvisionerRegistry registry) {
    registry
        .dataType("azure-native:resources:ResourceGroup", this::resourceGroup, id -> {})
        .dataType("azure-native:storage:StorageAccount", this::storageAccount, this::deleteAccount)
        .type("azure-native:storage:BlobServiceProperties", this::blobServiceProperties)
        .type("azure-native:storage:ManagementPolicy", this::managementPolicy)
        .dataType("azure-native:storage:BlobContainer", this::container, this::deleteContainer)
        .dataType(
            "azure-native:storage:BlobContainerImmutabilityPolicy",
            this::immutabilityPolicy,
            id -> {})
        .function(
            "azure-native:storage:listStorageAccountServiceSAS",
            this::serviceSharedAccessSignature);
  }

  /** How to reach the account as its owner; empty before the program has declared one. */
  Optional<String> connectionString() {
    return accounts.values().stream().findFirst().map(Azurite::connectionString);
  }

  /** Throws when an account does not respond in time. */
  void requireWorking(Duration timeout) {
    accounts
        .values()
        .forEach(
            account ->
                new BlobServiceClientBuilder()
                    .connectionString(account.connectionString())
                    .serviceVersion(Azurite.SERVICE_VERSION)
                    .buildClient()
                    .getPropertiesWithResponse(timeout, Context.NONE));
  }

  @Override
  public void close() {
    accounts.values().forEach(Azurite::close);
  }

  private Provisioned resourceGroup(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("tags", Reasons.TAGS);
    String name =
        inputs
            .optionalString("resourceGroupName")
            .orElseGet(() -> state.physicalName(request.urn(), request.name(), 8));
    return new Provisioned(
        SUBSCRIPTION + "/resourceGroups/" + name,
        Map.of("name", name, "type", "Microsoft.Resources/resourceGroups"));
  }

  private Provisioned storageAccount(ResourceRequest request) {
    Inputs inputs = request.inputs();
    requireAccountSettings(inputs);
    String name =
        inputs
            .optionalString("accountName")
            .orElseGet(() -> state.physicalName(request.urn(), accountPrefix(request.name()), 8));
    Azurite azurite = accounts.computeIfAbsent(name, this::start);
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

  /** The emulator binds its port itself, in its process: when that is taken, it gets another. */
  private Azurite start(String accountName) {
    int port = state.port(PORT).orElseGet(BoundPort::candidate);
    for (int attempt = 1; ; attempt++) {
      try {
        Azurite azurite =
            Azurite.start(
                dataDirectory.resolve("azure"),
                port,
                accountName,
                state.secret("storage account key", 64),
                listener);
        state.keepPort(PORT, port);
        return azurite;
      } catch (PortTakenException e) {
        if (attempt == START_ATTEMPTS) {
          throw e;
        }
        port = BoundPort.candidate();
      }
    }
  }

  private static void requireAccountSettings(Inputs account) {
    account.requireValue("kind", "StorageV2");
    account.requireValue("allowBlobPublicAccess", false);
    account.requireValue("allowSharedKeyAccess", true);
    account.ignore("tags", Reasons.TAGS);
    account.ignore("sku", "the data lies on this machine's disk alone");
    account.ignore("accessTier", "Azurite bills no tiers");
    account.ignore("enableHttpsTrafficOnly", Reasons.PLAIN_HTTP);
    account.ignore("minimumTlsVersion", Reasons.PLAIN_HTTP);
    account.ignore("allowCrossTenantReplication", "Azurite replicates nothing");
    account.ignore("defaultToOAuthAuthentication", "it is a default of Azure's portal");
    account.ignore("sasPolicy", "it only logs, and Azurite has no such log");
  }

  /** An account's name has 3 to 24 lower-case letters and digits; eight are Pulumi's suffix. */
  private static String accountPrefix(String logicalName) {
    String letters = logicalName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return letters.substring(0, Math.min(letters.length(), 16));
  }

  private Provisioned blobServiceProperties(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("isVersioningEnabled", "Azurite keeps no versions");
    inputs.ignore("deleteRetentionPolicy", "Azurite deletes at once");
    inputs.ignore("containerDeleteRetentionPolicy", "Azurite deletes at once");
    return accountSetting(inputs, "blobServices", "blobServicesName");
  }

  private Provisioned managementPolicy(ResourceRequest request) {
    request.inputs().ignore("policy", "Azurite has no lifecycle rules");
    return accountSetting(request.inputs(), "managementPolicies", "managementPolicyName");
  }

  private Provisioned accountSetting(Inputs inputs, String collection, String nameInput) {
    inputs.requireValue(nameInput, "default");
    String account = inputs.string("accountName");
    requireAccount(account);
    return new Provisioned(
        storageId(inputs.string("resourceGroupName"), account) + "/" + collection + "/default",
        Map.of("name", "default"));
  }

  private Provisioned container(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.requireValue("publicAccess", "None");
    String account = inputs.string("accountName");
    String name = inputs.optionalString("containerName").orElse(request.name());
    new BlobServiceClientBuilder()
        .connectionString(requireAccount(account).connectionString())
        .serviceVersion(Azurite.SERVICE_VERSION)
        .buildClient()
        .createBlobContainerIfNotExists(name);
    return new Provisioned(
        containerId(inputs.string("resourceGroupName"), account, name), Map.of("name", name));
  }

  private Provisioned immutabilityPolicy(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.requireValue("immutabilityPolicyName", "default");
    inputs.requireValue("allowProtectedAppendWrites", false);
    String account = inputs.string("accountName");
    String container = inputs.string("containerName");
    requireAccount(account)
        .keepImmutable(container, inputs.integer("immutabilityPeriodSinceCreationInDays"));
    return new Provisioned(
        containerId(inputs.string("resourceGroupName"), account, container)
            + "/immutabilityPolicies/default",
        Map.of("name", "default", "state", "Unlocked"));
  }

  private Map<String, Object> serviceSharedAccessSignature(Inputs arguments) {
    arguments.ignore("protocols", Reasons.PLAIN_HTTP);
    arguments.ignore("resourceGroupName", "an account's name is enough to find it");
    arguments.requireValue("resource", "c");
    String account = arguments.string("accountName");
    String resource = arguments.string("canonicalizedResource");
    String prefix = "/blob/" + account + "/";
    if (!resource.startsWith(prefix)) {
      throw arguments.invalid("canonicalizedResource", "is not a container of the account");
    }
    return Map.of(
        "serviceSasToken",
        requireAccount(account)
            .containerSas(
                resource.substring(prefix.length()),
                arguments.string("permissions"),
                arguments
                    .optionalString("sharedAccessStartTime")
                    .map(AzureResources::time)
                    .orElse(OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(5)),
                time(arguments.string("sharedAccessExpiryTime"))));
  }

  /** A date means its first moment, as in Azure. */
  private static OffsetDateTime time(String iso8601) {
    return iso8601.contains("T")
        ? OffsetDateTime.parse(iso8601)
        : LocalDate.parse(iso8601).atStartOfDay().atOffset(ZoneOffset.UTC);
  }

  private Azurite requireAccount(String name) {
    Azurite azurite = accounts.get(name);
    if (azurite == null) {
      throw new IllegalArgumentException("the storage account %s does not exist".formatted(name));
    }
    return azurite;
  }

  private void deleteAccount(String id) {
    Azurite azurite = accounts.remove(lastPart(id));
    if (azurite != null) {
      azurite.close();
      azurite.deleteData();
    }
  }

  private void deleteContainer(String id) {
    String account = id.replaceFirst(".*/storageAccounts/([^/]+)/.*", "$1");
    new BlobServiceClientBuilder()
        .connectionString(requireAccount(account).connectionString())
        .serviceVersion(Azurite.SERVICE_VERSION)
        .buildClient()
        .deleteBlobContainerIfExists(lastPart(id));
  }

  private static String lastPart(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  private static String containerId(String resourceGroup, String account, String container) {
    return storageId(resourceGroup, account) + "/blobServices/default/containers/" + container;
  }

  private static String storageId(String resourceGroup, String account) {
    return SUBSCRIPTION
        + "/resourceGroups/"
        + resourceGroup
        + "/providers/Microsoft.Storage/storageAccounts/"
        + account;
  }
}
