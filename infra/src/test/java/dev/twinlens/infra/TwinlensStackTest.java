package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.RecordedResource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for the whole program, in either hosting of the page. */
class TwinlensStackTest {
  private static boolean isComponent(RecordedResource resource) {
    return resource.type().startsWith("twinlens:") || resource.type().equals("pulumi:pulumi:Stack");
  }

  private static boolean isProvider(RecordedResource resource) {
    return resource.type().startsWith("pulumi:providers:");
  }

  @ParameterizedTest
  @EnumSource
  void exportsWhatAUserNeeds(WholeStack stack) {
    assertThat(stack.recorded().outputs())
        .containsOnlyKeys(
            "apiUrl",
            "siteUrl",
            "imagesBucket",
            "resultsBucket",
            "imagesTable",
            "uploadsTopic",
            "notificationsTopic",
            "backupContainerUrl",
            "backupImmutabilityDays",
            "queues",
            "dashboardUrl")
        .containsEntry("apiUrl", "https://api-id.execute-api.eu-west-1.amazonaws.com")
        .containsEntry("imagesBucket", "store-images-1a2b3c4")
        .containsEntry("resultsBucket", "store-results-1a2b3c4")
        .containsEntry("imagesTable", "store-table-1a2b3c4")
        .containsEntry("uploadsTopic", FakeClouds.arn("sns", "uploads-1a2b3c4"))
        .containsEntry("notificationsTopic", FakeClouds.arn("sns", "notifications-1a2b3c4"))
        .containsEntry(
            "backupContainerUrl", "https://azurebackup1a2b3c4d.blob.core.windows.net/originals")
        .containsEntry(
            "dashboardUrl",
            "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1"
                + "#dashboards/dashboard/twinlens-test-eu-west-1");
  }

  @Test
  void exportsForHowLongACopyIsImmutable() {
    assertThat(WholeStack.CLOUDFRONT.recorded().outputs())
        .containsEntry("backupImmutabilityDays", 0);
    assertThat(Recordings.withCloudFront(Map.of("twinlens:backupImmutabilityDays", "30")).outputs())
        .containsEntry("backupImmutabilityDays", 30);
  }

  @Test
  void exportsTheAddressOfThePage() {
    assertThat(WholeStack.AMPLIFY.recorded().outputs())
        .containsEntry("siteUrl", "https://main.d1a2b3c4.amplifyapp.com");
    assertThat(WholeStack.CLOUDFRONT.recorded().outputs())
        .containsEntry("siteUrl", "https://d111111abcdef8.cloudfront.net");
  }

  @ParameterizedTest
  @EnumSource
  void putsEveryResourceIntoAComponent(WholeStack stack) {
    assertThat(stack.recorded().resources())
        .filteredOn(resource -> !isComponent(resource) && !isProvider(resource))
        .isNotEmpty()
        .allSatisfy(
            resource ->
                assertThat(resource.parentName()).isNotEmpty().isNotEqualTo("twinlens-test"));
  }

  @ParameterizedTest
  @EnumSource
  void namesEveryResourceAfterItsComponent(WholeStack stack) {
    assertThat(stack.recorded().resources())
        .filteredOn(resource -> !isComponent(resource) && !isProvider(resource))
        .isNotEmpty()
        .allSatisfy(resource -> assertThat(resource.name()).startsWith(resource.parentName()));
  }

  @ParameterizedTest
  @EnumSource
  void tagsWhatCanBeTagged(WholeStack stack) {
    var tags = Map.of("Project", "twinlens", "Stack", "test", "ManagedBy", "Pulumi");
    var recorded = stack.recorded();
    assertThat(recorded.resource("pulumi:providers:aws", "aws").json("defaultTags").get("tags"))
        .isEqualTo(tags);
    assertThat(recorded.resources())
        .filteredOn(resource -> resource.type().startsWith("aws:"))
        .isNotEmpty()
        .allSatisfy(
            resource ->
                assertThat(resource.options().provider()).contains("pulumi:providers:aws::aws::"));
    for (var type :
        Set.of("azure-native:resources:ResourceGroup", "azure-native:storage:StorageAccount")) {
      assertThat(recorded.resource(type, "azurebackup").input("tags")).isEqualTo(tags);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesPhysicalNamesToPulumi(WholeStack stack) {
    var named =
        Set.of(
            // A name that is fixed within its parent, one that the provider requires, and one whose
            // beginning CloudWatch Logs prescribes.
            "aws:apigatewayv2/stage:Stage api-stage",
            "aws:cloudwatch/dashboard:Dashboard dashboard",
            "aws:cloudwatch/logGroup:LogGroup api-access-log");
    assertThat(stack.recorded().resources())
        .filteredOn(resource -> !named.contains(resource.toString()))
        .isNotEmpty()
        .allSatisfy(
            resource ->
                assertThat(resource.inputs())
                    .doesNotContainKeys("name", "namePrefix", "bucketPrefix", "tableName"));
    assertThat(stack.recorded().resources("aws:s3/bucketV2:BucketV2"))
        .isNotEmpty()
        .allSatisfy(bucket -> assertThat(bucket.inputs()).doesNotContainKey("bucket"));
    assertThat(
            stack
                .recorded()
                .resource("azure-native:storage:StorageAccount", "azurebackup")
                .inputs())
        .doesNotContainKey("accountName");
  }

  /** Also what guards the data: versions, policies, blocked public access, soft delete. */
  @Test
  void protectsTheStoresWithAllThatIsInThemIfConfigured() {
    var recorded = Recordings.withCloudFront(Map.of("twinlens:protectData", "true"));
    var stores = List.of("twinlens:infra:ImageStore", "twinlens:infra:AzureBackup");
    assertThat(recorded.resources().stream().filter(recorded::isProtected))
        .extracting(RecordedResource::toString)
        .contains(
            "aws:s3/bucketV2:BucketV2 store-images",
            "aws:s3/bucketVersioningV2:BucketVersioningV2 store-images-versioning",
            "aws:s3/bucketPolicy:BucketPolicy store-results-policy",
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock store-results-public-access",
            "aws:dynamodb/table:Table store-table",
            "azure-native:resources:ResourceGroup azurebackup",
            "azure-native:storage:StorageAccount azurebackup",
            "azure-native:storage:BlobServiceProperties azurebackup-service",
            "azure-native:storage:ManagementPolicy azurebackup-lifecycle",
            "azure-native:storage:BlobContainer azurebackup-originals");
    assertThat(recorded.resources())
        .allSatisfy(
            resource ->
                assertThat(recorded.isProtected(resource))
                    .as(resource.toString())
                    .isEqualTo(stores.stream().anyMatch(store -> resource.urn().contains(store))));
    assertThat(
            recorded
                .resource("aws:dynamodb/table:Table", "store-table")
                .input("deletionProtectionEnabled"))
        .isEqualTo(true);
    for (var bucket : Set.of("store-images", "store-results")) {
      assertThat(recorded.resource("aws:s3/bucketV2:BucketV2", bucket).input("forceDestroy"))
          .isEqualTo(false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingBehindOtherwise(WholeStack stack) {
    assertThat(stack.recorded().resources()).isNotEmpty().noneMatch(RecordedResource::isProtected);
    assertThat(stack.recorded().resources("aws:s3/bucketV2:BucketV2"))
        .isNotEmpty()
        .allSatisfy(bucket -> assertThat(bucket.input("forceDestroy")).isEqualTo(true));
    assertThat(
            stack
                .recorded()
                .resource("aws:dynamodb/table:Table", "store-table")
                .input("deletionProtectionEnabled"))
        .isEqualTo(false);
  }

  @ParameterizedTest
  @EnumSource
  void asksItsOwnProviderForAccountAndRegion(WholeStack stack) {
    assertThat(stack.recorded().calls())
        .filteredOn(call -> call.token().startsWith("aws:"))
        .hasSize(2)
        .allSatisfy(call -> assertThat(call.provider()).contains("pulumi:providers:aws::aws::"));
  }

  @Test
  void passesTheConfiguredRegionToItsProvider() {
    assertThat(
            Recordings.withCloudFront(Map.of("aws:region", "eu-west-2"))
                .resource("pulumi:providers:aws", "aws")
                .input("region"))
        .isEqualTo("eu-west-2");
  }

  @Test
  void passesTheSettingsToItsComponents() {
    var recorded =
        Recordings.withCloudFront(
            Map.of(
                "twinlens:minConfidence", "70",
                "twinlens:maxLabels", "5",
                "twinlens:maxUploadMiB", "2",
                "twinlens:allowedTypes", "[\"image/png\"]",
                "twinlens:classifyConcurrency", "7",
                "twinlens:backupConcurrency", "9",
                "twinlens:thumbnailConcurrency", "11",
                "twinlens:backupRetentionDays", "100",
                "twinlens:verifyMiBPerDay", "17",
                "twinlens:logRetentionDays", "90"));
    var classify = recorded.resource("aws:lambda/function:Function", "classify");
    assertThat(classify.input("environment.variables.MIN_CONFIDENCE")).isEqualTo("70");
    assertThat(classify.input("environment.variables.MAX_LABELS")).isEqualTo("5");
    assertThat(classify.input("environment.variables.MAX_UPLOAD_BYTES")).isEqualTo("2097152");
    assertThat(classify.input("environment.variables.ALLOWED_TYPES")).isEqualTo("image/png");
    var audit = recorded.resource("aws:lambda/function:Function", "audit");
    assertThat(audit.input("environment.variables.BACKUP_RETENTION_DAYS")).isEqualTo("100");
    assertThat(audit.input("environment.variables.VERIFY_MIB_PER_DAY")).isEqualTo("17");
    Map.of("classify", 7.0, "backup", 9.0, "thumbnail", 11.0)
        .forEach(
            (consumer, concurrency) ->
                assertThat(
                        recorded
                            .resource(
                                "aws:lambda/eventSourceMapping:EventSourceMapping",
                                consumer + "-mapping")
                            .input("scalingConfig.maximumConcurrency"))
                    .isEqualTo(concurrency));
    assertThat(recorded.resources("aws:cloudwatch/logGroup:LogGroup"))
        .hasSize(8)
        .allSatisfy(logs -> assertThat(logs.input("retentionInDays")).isEqualTo(90.0));
  }
}
