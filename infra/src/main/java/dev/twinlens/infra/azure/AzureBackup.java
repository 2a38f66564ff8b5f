package dev.twinlens.infra.azure;

import com.pulumi.azurenative.resources.ResourceGroup;
import com.pulumi.azurenative.resources.ResourceGroupArgs;
import com.pulumi.azurenative.storage.BlobContainer;
import com.pulumi.azurenative.storage.BlobContainerArgs;
import com.pulumi.azurenative.storage.BlobContainerImmutabilityPolicy;
import com.pulumi.azurenative.storage.BlobContainerImmutabilityPolicyArgs;
import com.pulumi.azurenative.storage.BlobServiceProperties;
import com.pulumi.azurenative.storage.BlobServicePropertiesArgs;
import com.pulumi.azurenative.storage.ManagementPolicy;
import com.pulumi.azurenative.storage.ManagementPolicyArgs;
import com.pulumi.azurenative.storage.StorageAccount;
import com.pulumi.azurenative.storage.StorageAccountArgs;
import com.pulumi.azurenative.storage.StorageFunctions;
import com.pulumi.azurenative.storage.enums.AccessTier;
import com.pulumi.azurenative.storage.enums.ExpirationAction;
import com.pulumi.azurenative.storage.enums.HttpProtocol;
import com.pulumi.azurenative.storage.enums.Kind;
import com.pulumi.azurenative.storage.enums.MinimumTlsVersion;
import com.pulumi.azurenative.storage.enums.PublicAccess;
import com.pulumi.azurenative.storage.enums.SignedResource;
import com.pulumi.azurenative.storage.enums.SkuName;
import com.pulumi.azurenative.storage.inputs.DeleteRetentionPolicyArgs;
import com.pulumi.azurenative.storage.inputs.ListStorageAccountServiceSASArgs;
import com.pulumi.azurenative.storage.inputs.SasPolicyArgs;
import com.pulumi.azurenative.storage.inputs.SkuArgs;
import com.pulumi.azurenative.storage.outputs.EndpointsResponse;
import com.pulumi.azurenative.storage.outputs.ListStorageAccountServiceSASResult;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.settings.BackupTier;
import dev.twinlens.infra.support.StackContext;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Keeps copies of the originals in a container of Azure Blob Storage. Creates a resource group,
 * unless there is one, with a storage account, its blob service, the container with its lifecycle
 * and, when asked, its immutability policy; and two signatures for the container: one only creates
 * blobs, the other only reads and lists them.
 */
public final class AzureBackup extends ComponentResource {
  private static final String CONTAINER = "originals";

  /** Create: neither overwrite, nor read, nor list, nor delete. */
  private static final String CREATE = "c";

  /** Read and list: neither create, nor overwrite, nor delete, nor set anything. */
  private static final String READ_AND_LIST = "rl";

  /**
   * A storage account's name has 3 to 24 lower case letters and digits. Pulumi appends 8, which
   * make it unique.
   */
  private static final Pattern ACCOUNT_NAME = Pattern.compile("[a-z0-9]{3,16}");

  private final Output<String> group;
  private final Output<String> containerUrl;
  private final Output<String> creatingSas;
  private final Output<String> readingSas;
  private final Output<String> sasExpiry;

  /**
   * What a caller decides.
   *
   * @param tier the access tier of the copies
   * @param retentionDays days after which a copy is deleted
   * @param immutabilityDays days in which nobody can change or delete a copy; empty for none
   * @param resourceGroup an existing resource group; empty for one of the component's own
   * @param sasValidity when the signatures are valid
   * @param stack the stack that it belongs to
   */
  public record Args(
      BackupTier tier,
      int retentionDays,
      OptionalInt immutabilityDays,
      Optional<String> resourceGroup,
      SasValidity sasValidity,
      StackContext stack) {}

  public AzureBackup(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:AzureBackup", accountName(name), options);
    var child = CustomResourceOptions.builder().parent(this).build();
    var data =
        CustomResourceOptions.builder().parent(this).protect(args.stack().protectData()).build();

    group =
        args.resourceGroup()
            .map(Output::of)
            .orElseGet(
                () ->
                    new ResourceGroup(
                            name,
                            ResourceGroupArgs.builder().tags(args.stack().tags()).build(),
                            data)
                        .name());
    var account =
        new StorageAccount(
            name,
            StorageAccountArgs.builder()
                .resourceGroupName(group)
                .kind(Kind.StorageV2)
                // One region is enough: this is already the second copy, in a second cloud.
                .sku(SkuArgs.builder().name(SkuName.Standard_LRS).build())
                // An account has no tier Cold: the lifecycle moves blobs there.
                .accessTier(args.tier() == BackupTier.COOL ? AccessTier.Cool : AccessTier.Hot)
                .enableHttpsTrafficOnly(true)
                .minimumTlsVersion(MinimumTlsVersion.TLS1_2)
                .allowBlobPublicAccess(false)
                .allowCrossTenantReplication(false)
                // A service SAS is signed with the account's key.
                .allowSharedKeyAccess(true)
                .defaultToOAuthAuthentication(true)
                .sasPolicy(
                    SasPolicyArgs.builder()
                        .expirationAction(ExpirationAction.Log)
                        .sasExpirationPeriod(SasValidity.MAX_DAYS + ".00:00:00")
                        .build())
                .tags(args.stack().tags())
                .build(),
            data);
    var service =
        new BlobServiceProperties(
            name + "-service",
            BlobServicePropertiesArgs.builder()
                .resourceGroupName(group)
                .accountName(account.name())
                .blobServicesName("default")
                .isVersioningEnabled(true)
                .deleteRetentionPolicy(undo())
                .containerDeleteRetentionPolicy(undo())
                .build(),
            child);
    var container =
        new BlobContainer(
            name + "-" + CONTAINER,
            BlobContainerArgs.builder()
                .resourceGroupName(group)
                .accountName(account.name())
                .containerName(CONTAINER)
                .publicAccess(PublicAccess.None)
                .build(),
            CustomResourceOptions.builder()
                .parent(this)
                .protect(args.stack().protectData())
                .dependsOn(service)
                .build());
    new ManagementPolicy(
        name + "-lifecycle",
        ManagementPolicyArgs.builder()
            .resourceGroupName(group)
            .accountName(account.name())
            .managementPolicyName("default")
            .policy(CopyLifecycle.of(CONTAINER, args.tier(), args.retentionDays()))
            .build(),
        // Rules about versions need versioning.
        CustomResourceOptions.builder().parent(this).dependsOn(service).build());
    args.immutabilityDays()
        .ifPresent(
            days ->
                new BlobContainerImmutabilityPolicy(
                    name + "-immutability",
                    BlobContainerImmutabilityPolicyArgs.builder()
                        .resourceGroupName(group)
                        .accountName(account.name())
                        .containerName(container.name())
                        .immutabilityPolicyName("default")
                        .immutabilityPeriodSinceCreationInDays(days)
                        .allowProtectedAppendWrites(false)
                        .build(),
                    // Azure deletes it only for a request with its ETag, which the provider does
                    // not send (pulumi-azure-native #2156).
                    CustomResourceOptions.builder().parent(this).retainOnDelete(true).build()));

    containerUrl =
        Output.tuple(
                account.primaryEndpoints().applyValue(EndpointsResponse::blob), container.name())
            .applyValue(known -> known.t1.replaceAll("/+$", "") + "/" + known.t2);
    creatingSas = sas(account, container, args.sasValidity(), CREATE);
    readingSas = sas(account, container, args.sasValidity(), READ_AND_LIST);
    sasExpiry = Output.of(timestamp(args.sasValidity().expiry()));
    registerOutputs(Map.of("containerUrl", containerUrl));
  }

  private Output<String> sas(
      StorageAccount account, BlobContainer container, SasValidity validity, String permissions) {
    return StorageFunctions.listStorageAccountServiceSAS(
            ListStorageAccountServiceSASArgs.builder()
                .resourceGroupName(group)
                .accountName(account.name())
                .canonicalizedResource(
                    Output.format("/blob/%s/%s", account.name(), container.name()))
                .resource(SignedResource.C)
                .permissions(permissions)
                .protocols(HttpProtocol.Https)
                .sharedAccessStartTime(timestamp(validity.start()))
                .sharedAccessExpiryTime(timestamp(validity.expiry()))
                .build(),
            InvokeOptions.builder().parent(this).build())
        .applyValue(ListStorageAccountServiceSASResult::serviceSasToken)
        .applyValue(token -> token.startsWith("?") ? token.substring(1) : token)
        .asSecret();
  }

  private static String accountName(String name) {
    if (!ACCOUNT_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not the start of a storage account's name; allowed: 3 to 16 lower case letters and digits"
              .formatted(name));
    }
    return name;
  }

  private static String timestamp(OffsetDateTime time) {
    return time.format(DateTimeFormatter.ISO_INSTANT);
  }

  private static DeleteRetentionPolicyArgs undo() {
    return DeleteRetentionPolicyArgs.builder().enabled(true).days(CopyLifecycle.UNDO_DAYS).build();
  }

  /** The container's address, without a slash at the end and without a signature. */
  public Output<String> containerUrl() {
    return containerUrl;
  }

  /** The signature that only creates blobs in the container: a secret. */
  public Output<String> creatingSas() {
    return creatingSas;
  }

  /** The signature that only reads and lists the container's blobs: a secret. */
  public Output<String> readingSas() {
    return readingSas;
  }

  /** When the signatures expire: an instant in ISO 8601. */
  public Output<String> sasExpiry() {
    return sasExpiry;
  }
}
