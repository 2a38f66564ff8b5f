package dev.twinlens.infra.controls;

import static dev.twinlens.infra.controls.Check.each;
import static dev.twinlens.infra.controls.Check.whereThereIs;
import static dev.twinlens.infra.controls.Conditions.atLeast;
import static dev.twinlens.infra.controls.Conditions.in;
import static dev.twinlens.infra.controls.Conditions.is;
import static dev.twinlens.infra.controls.Conditions.present;

import dev.twinlens.infra.graph.RecordedResource;
import java.util.Set;

/** Controls of Azure Storage. */
final class AzureControls {
  private AzureControls() {}

  static void addTo(ControlChecks checks) {
    checks.met(
        each(Types.STORAGE_ACCOUNT, is("enableHttpsTrafficOnly", true), "requires HTTPS"),
        "CKV_AZURE_3");
    checks.met(
        each(
            Types.STORAGE_ACCOUNT,
            in("minimumTlsVersion", Set.of("TLS1_2", "TLS1_3")),
            "requires TLS 1.2"),
        "CKV_AZURE_44");
    checks.met(
        each(Types.STORAGE_ACCOUNT, is("allowBlobPublicAccess", false), "has nothing public"),
        "CKV_AZURE_190",
        "CKV2_AZURE_47");
    checks.met(each(Types.CONTAINER, is("publicAccess", "None"), "is private"), "CKV_AZURE_34");
    checks.met(
        each(
            Types.BLOB_SERVICE,
            is("deleteRetentionPolicy.enabled", true)
                .and(is("containerDeleteRetentionPolicy.enabled", true)),
            "keeps deleted blobs"),
        "CKV2_AZURE_38");
    // Partly: with backupImmutabilityDays.
    checks.met(
        each(Types.BLOB_SERVICE, atLeast("deleteRetentionPolicy.days", 7), "keeps deleted blobs")
            .and(
                whereThereIs(
                    Types.IMMUTABILITY,
                    is("allowProtectedAppendWrites", false)
                        .and(RecordedResource::isRetained)
                        .and(atLeast("immutabilityPeriodSinceCreationInDays", 1)),
                    "forbids every change and stays")),
        "BR-2");
    checks.met(
        each(Types.STORAGE_ACCOUNT, present("sasPolicy.sasExpirationPeriod"), "limits signatures"),
        "CKV2_AZURE_41");
  }
}
