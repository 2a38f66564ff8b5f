package dev.twinlens.infra.azure;

import com.pulumi.azurenative.storage.enums.RuleType;
import com.pulumi.azurenative.storage.inputs.DateAfterCreationArgs;
import com.pulumi.azurenative.storage.inputs.DateAfterModificationArgs;
import com.pulumi.azurenative.storage.inputs.ManagementPolicyActionArgs;
import com.pulumi.azurenative.storage.inputs.ManagementPolicyBaseBlobArgs;
import com.pulumi.azurenative.storage.inputs.ManagementPolicyDefinitionArgs;
import com.pulumi.azurenative.storage.inputs.ManagementPolicyFilterArgs;
import com.pulumi.azurenative.storage.inputs.ManagementPolicyRuleArgs;
import com.pulumi.azurenative.storage.inputs.ManagementPolicySchemaArgs;
import com.pulumi.azurenative.storage.inputs.ManagementPolicyVersionArgs;
import dev.twinlens.infra.settings.BackupTier;

/** When copies change their tier and when they end, as data. */
final class CopyLifecycle {
  /** How long a deleted blob or container, and an overwritten blob, can be restored. */
  static final int UNDO_DAYS = 30;

  private CopyLifecycle() {}

  static ManagementPolicySchemaArgs of(String container, BackupTier tier, int retentionDays) {
    return ManagementPolicySchemaArgs.builder().rules(rule(container, tier, retentionDays)).build();
  }

  private static ManagementPolicyRuleArgs rule(
      String container, BackupTier tier, int retentionDays) {
    var blobs = ManagementPolicyBaseBlobArgs.builder().delete(daysAfterModification(retentionDays));
    if (tier == BackupTier.COLD) {
      blobs.tierToCold(daysAfterModification(0));
    }
    return ManagementPolicyRuleArgs.builder()
        .name("originals")
        .type(RuleType.Lifecycle)
        .enabled(true)
        .definition(
            ManagementPolicyDefinitionArgs.builder()
                .filters(
                    ManagementPolicyFilterArgs.builder()
                        .blobTypes("blockBlob")
                        .prefixMatch(container + "/")
                        .build())
                .actions(
                    ManagementPolicyActionArgs.builder()
                        .baseBlob(blobs.build())
                        .version(
                            ManagementPolicyVersionArgs.builder()
                                .delete(
                                    DateAfterCreationArgs.builder()
                                        .daysAfterCreationGreaterThan((double) UNDO_DAYS)
                                        .build())
                                .build())
                        .build())
                .build())
        .build();
  }

  private static DateAfterModificationArgs daysAfterModification(int days) {
    return DateAfterModificationArgs.builder()
        .daysAfterModificationGreaterThan((double) days)
        .build();
  }
}
