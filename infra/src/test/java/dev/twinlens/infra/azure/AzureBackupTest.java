package dev.twinlens.infra.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.test.internal.PulumiTestInternal;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.settings.BackupTier;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureBackupTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

  private static AzureBackup.Args args(BackupTier tier) {
    return args(tier, OptionalInt.empty());
  }

  private static AzureBackup.Args args(BackupTier tier, OptionalInt immutabilityDays) {
    return new AzureBackup.Args(
        tier, 400, immutabilityDays, Optional.empty(), SasValidity.at(NOW), Recordings.stack());
  }

  private static RecordedStack with(BackupTier tier) {
    return Recordings.ofComponent(options -> new AzureBackup("vault", args(tier), options));
  }

  @Test
  void consistsOfAContainerInAnAccountOfItsOwn() {
    assertThat(with(BackupTier.HOT).childrenOf("vault"))
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrder(
            "azure-native:resources:ResourceGroup vault",
            "azure-native:storage:StorageAccount vault",
            "azure-native:storage:BlobServiceProperties vault-service",
            "azure-native:storage:BlobContainer vault-originals",
            "azure-native:storage:ManagementPolicy vault-lifecycle");
  }

  @Test
  void usesAResourceGroupThatIsThere() {
    var existing =
        new AzureBackup.Args(
            BackupTier.HOT,
            400,
            OptionalInt.of(30),
            Optional.of("backups"),
            SasValidity.at(NOW),
            Recordings.stack());
    var program = Recordings.ofComponent(options -> new AzureBackup("vault", existing, options));
    assertThat(program.resources("azure-native:resources:ResourceGroup")).isEmpty();
    assertThat(program.childrenOf("vault"))
        .hasSize(5)
        .allSatisfy(child -> assertThat(child.input("resourceGroupName")).isEqualTo("backups"));
    assertThat(program.calls())
        .hasSize(2)
        .allSatisfy(
            call -> assertThat(call.arguments()).containsEntry("resourceGroupName", "backups"));
  }

  @Test
  void allowsOnlyHttpsAndNoPublicReaders() {
    var program = with(BackupTier.HOT);
    var account = program.resource("azure-native:storage:StorageAccount", "vault");
    assertThat(account.inputs())
        .containsEntry("enableHttpsTrafficOnly", true)
        .containsEntry("minimumTlsVersion", "TLS1_2")
        .containsEntry("allowBlobPublicAccess", false)
        .containsEntry("allowCrossTenantReplication", false)
        .containsEntry("tags", Map.of("Stack", "test"));
    assertThat(
            program
                .resource("azure-native:storage:BlobContainer", "vault-originals")
                .input("publicAccess"))
        .isEqualTo("None");
  }

  @Test
  void keepsDeletedAndOverwrittenBlobs() {
    assertThat(
            with(BackupTier.HOT)
                .resource("azure-native:storage:BlobServiceProperties", "vault-service")
                .inputs())
        .containsEntry("isVersioningEnabled", true)
        .containsEntry("deleteRetentionPolicy", Map.of("enabled", true, "days", 30.0))
        .containsEntry("containerDeleteRetentionPolicy", Map.of("enabled", true, "days", 30.0));
  }

  @ParameterizedTest
  @CsvSource({"HOT, Hot, false", "COOL, Cool, false", "COLD, Hot, true"})
  void keepsCopiesInTheConfiguredTier(BackupTier tier, String accountTier, boolean movedToCold) {
    var program = with(tier);
    assertThat(program.resource("azure-native:storage:StorageAccount", "vault").input("accessTier"))
        .isEqualTo(accountTier);
    var actions =
        (Map<?, ?>)
            program
                .resource("azure-native:storage:ManagementPolicy", "vault-lifecycle")
                .input("policy.rules.0.definition.actions.baseBlob");
    assertThat(actions.get("tierToCold"))
        .isEqualTo(movedToCold ? Map.of("daysAfterModificationGreaterThan", 0.0) : null);
  }

  @Test
  void deletesCopiesAfterTheirRetention() {
    var policy =
        with(BackupTier.HOT).resource("azure-native:storage:ManagementPolicy", "vault-lifecycle");
    assertThat(policy.input("managementPolicyName")).isEqualTo("default");
    assertThat(policy.input("policy.rules"))
        .isEqualTo(
            List.of(
                Map.of(
                    "name",
                    "originals",
                    "type",
                    "Lifecycle",
                    "enabled",
                    true,
                    "definition",
                    Map.of(
                        "filters",
                            Map.of(
                                "blobTypes", List.of("blockBlob"),
                                "prefixMatch", List.of("originals/")),
                        "actions",
                            Map.of(
                                "baseBlob",
                                    Map.of(
                                        "delete",
                                        Map.of("daysAfterModificationGreaterThan", 400.0)),
                                "version",
                                    Map.of(
                                        "delete",
                                        Map.of("daysAfterCreationGreaterThan", 30.0)))))));
    assertThat(policy.dependencyNames()).contains("vault-service");
  }

  @Test
  void makesCopiesImmutableWhenAsked() {
    var policy =
        Recordings.ofComponent(
                options ->
                    new AzureBackup("vault", args(BackupTier.HOT, OptionalInt.of(30)), options))
            .resource("azure-native:storage:BlobContainerImmutabilityPolicy", "vault-immutability");
    assertThat(policy.inputs())
        .isEqualTo(
            Map.of(
                "resourceGroupName", "vault-1a2b3c4",
                "accountName", "vault1a2b3c4d",
                "containerName", "originals",
                "immutabilityPolicyName", "default",
                "immutabilityPeriodSinceCreationInDays", 30.0,
                "allowProtectedAppendWrites", false));
  }

  /** The provider cannot delete it. */
  @Test
  void retainsTheImmutabilityPolicyAndNothingElse() {
    assertThat(
            Recordings.ofComponent(
                    options ->
                        new AzureBackup("vault", args(BackupTier.HOT, OptionalInt.of(30)), options))
                .childrenOf("vault"))
        .filteredOn(RecordedResource::isRetained)
        .extracting(RecordedResource::name)
        .containsExactly("vault-immutability");
  }

  @Test
  void requestsASignatureThatOnlyAddsToTheContainerAndOneThatOnlyReadsIt() {
    var calls = with(BackupTier.HOT).calls();
    assertThat(calls)
        .extracting(call -> call.arguments().get("permissions"))
        .containsExactlyInAnyOrder("c", "rl");
    assertThat(calls)
        .allSatisfy(
            call -> {
              assertThat(call.token())
                  .isEqualTo("azure-native:storage:listStorageAccountServiceSAS");
              assertThat(call.arguments())
                  .isEqualTo(
                      Map.of(
                          "resourceGroupName", "vault-1a2b3c4",
                          "accountName", "vault1a2b3c4d",
                          "canonicalizedResource", "/blob/vault1a2b3c4d/originals",
                          "resource", "c",
                          "permissions", call.arguments().get("permissions"),
                          "protocols", "https",
                          "sharedAccessStartTime", "2026-09-30T00:00:00Z",
                          "sharedAccessExpiryTime", "2027-04-01T00:00:00Z"));
            });
  }

  @Test
  void hasAnAddressAndSecretSignatures() {
    var backup = new AtomicReference<AzureBackup>();
    Recordings.ofComponent(
        options -> backup.set(new AzureBackup("vault", args(BackupTier.HOT), options)));
    var url = PulumiTestInternal.extractOutputData(backup.get().containerUrl());
    assertThat(url.getValueNullable())
        .isEqualTo("https://vault1a2b3c4d.blob.core.windows.net/originals");
    assertThat(url.isSecret()).isFalse();
    var creating = PulumiTestInternal.extractOutputData(backup.get().creatingSas());
    assertThat(creating.getValueNullable()).isEqualTo(FakeClouds.SAS);
    assertThat(creating.isSecret()).isTrue();
    var reading = PulumiTestInternal.extractOutputData(backup.get().readingSas());
    assertThat(reading.getValueNullable()).contains("&sp=rl&");
    assertThat(reading.isSecret()).isTrue();
  }

  @Test
  void saysWhenItsSignaturesExpire() {
    var backup = new AtomicReference<AzureBackup>();
    Recordings.ofComponent(
        options -> backup.set(new AzureBackup("vault", args(BackupTier.HOT), options)));
    assertThat(PulumiTestInternal.extractOutputData(backup.get().sasExpiry()).getValueNullable())
        .isEqualTo("2027-04-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"azure-backup", "Backup", "ab", "abcdefghijklmnopq"})
  void refusesAnInvalidAccountName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new AzureBackup(name, args(BackupTier.HOT), ComponentResourceOptions.Empty));
  }
}
