package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the whole program, wherever the page is hosted. */
class TwinlensStackTest {
  private static final String IMAGES = "arn:aws:s3:::store-images-1a2b3c4";
  private static final String RESULTS = "arn:aws:s3:::store-results-1a2b3c4/results/*";
  private static final String TABLE = FakeClouds.arn("dynamodb", "table/store-table-1a2b3c4");
  private static final String NOTIFICATIONS = FakeClouds.arn("sns", "notifications-1a2b3c4");

  private static final Map<Stack, RecordedStack> PROGRAMS = new EnumMap<>(Stack.class);

  private static final String IMAGE_OBJECTS = IMAGES + "/*";
  private static final String THUMBNAILS = "arn:aws:s3:::store-results-1a2b3c4/thumbnails/*";

  /** The stacks, which differ in where the page is hosted; images can be deleted in the first. */
  enum Stack {
    AMPLIFY,
    CLOUDFRONT;

    RecordedStack program() {
      return PROGRAMS.get(this);
    }
  }

  @BeforeAll
  static void runBoth() {
    var config = Map.of("twinlens:alarmEmail", "on-call@example.org");
    var deleting = new HashMap<>(config);
    deleting.put("twinlens:allowDelete", "true");
    PROGRAMS.put(Stack.AMPLIFY, Recordings.withAmplify(deleting));
    PROGRAMS.put(Stack.CLOUDFRONT, Recordings.withCloudFront(config));
  }

  private static boolean isComponent(RecordedResource resource) {
    return resource.type().startsWith("twinlens:") || resource.type().equals("pulumi:pulumi:Stack");
  }

  @ParameterizedTest
  @EnumSource
  void exportsWhatTheDesignLists(Stack stack) {
    var program = stack.program();
    assertThat(program.outputs().keySet())
        .containsExactlyInAnyOrder(
            "apiUrl",
            "siteUrl",
            "imagesBucket",
            "resultsBucket",
            "imagesTable",
            "uploadsTopic",
            "notificationsTopic",
            "backupContainerUrl",
            "dashboardUrl");
    assertThat(program.outputs().get("apiUrl"))
        .isEqualTo("https://api-id.execute-api.eu-west-1.amazonaws.com");
    assertThat(program.outputs().get("imagesBucket")).isEqualTo("store-images-1a2b3c4");
    assertThat(program.outputs().get("resultsBucket")).isEqualTo("store-results-1a2b3c4");
    assertThat(program.outputs().get("imagesTable")).isEqualTo("store-table-1a2b3c4");
    assertThat(program.outputs().get("uploadsTopic"))
        .isEqualTo(FakeClouds.arn("sns", "uploads-1a2b3c4"));
    assertThat(program.outputs().get("notificationsTopic")).isEqualTo(NOTIFICATIONS);
    assertThat(program.outputs().get("backupContainerUrl"))
        .isEqualTo("https://azurebackup1a2b3c4d.blob.core.windows.net/originals");
    assertThat(program.outputs().get("dashboardUrl"))
        .isEqualTo(
            "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1"
                + "#dashboards/dashboard/twinlens-test");
  }

  @Test
  void exportsTheAddressOfThePage() {
    assertThat(Stack.AMPLIFY.program().outputs().get("siteUrl"))
        .isEqualTo("https://main.d1a2b3c4.amplifyapp.com");
    assertThat(Stack.CLOUDFRONT.program().outputs().get("siteUrl"))
        .isEqualTo("https://d111111abcdef8.cloudfront.net");
  }

  @ParameterizedTest
  @EnumSource
  void letsOnlyThePageUploadAndShowImages(Stack stack) {
    assertThat(
            stack
                .program()
                .resource(
                    "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
                    "store-images-cors")
                .input("corsRules.0.allowedOrigins"))
        .isEqualTo(List.of(stack.program().outputs().get("siteUrl")));
  }

  @Test
  void admitsTheOriginOfAPageThatCallsTheApiFromElsewhere() {
    assertThat(api(Stack.AMPLIFY).input("corsConfiguration.allowOrigins"))
        .isEqualTo(List.of(Stack.AMPLIFY.program().outputs().get("siteUrl")));
  }

  @Test
  void admitsNoOriginWhereThePageIsServedBesideTheApi() {
    assertThat(api(Stack.CLOUDFRONT).inputs()).doesNotContainKey("corsConfiguration");
    assertThat(api(Stack.CLOUDFRONT).dependencyNames()).isEmpty();
  }

  private static RecordedResource api(Stack stack) {
    return stack.program().resource("aws:apigatewayv2/api:Api", "api");
  }

  private static final String BUCKETS =
      "https://store-images-1a2b3c4.s3.eu-west-1.amazonaws.com"
          + " https://store-results-1a2b3c4.s3.eu-west-1.amazonaws.com";

  @Test
  void namesTheApiAndTheBucketsInThePolicyOfAPageOnAmplify() {
    assertThat(
            Stack.AMPLIFY
                .program()
                .resource("aws:amplify/branch:Branch", "site-branch")
                .input("environmentVariables.CONTENT_SECURITY_POLICY"))
        .asString()
        .contains(
            "connect-src 'self' https://api-id.execute-api.eu-west-1.amazonaws.com "
                + BUCKETS
                + ";",
            "img-src 'self' blob: " + BUCKETS + ";");
  }

  @Test
  void namesTheBucketsInThePolicyOfAPageBehindCloudFront() {
    assertThat(
            Stack.CLOUDFRONT
                .program()
                .resource(
                    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "site-headers")
                .input("securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy"))
        .asString()
        .contains("connect-src 'self' " + BUCKETS + ";", "img-src 'self' blob: " + BUCKETS + ";");
  }

  private static List<String> apiPatterns() {
    return ((List<?>)
            Stack.CLOUDFRONT
                .program()
                .resource("aws:cloudfront/distribution:Distribution", "site")
                .input("orderedCacheBehaviors"))
        .stream().map(behavior -> (String) ((Map<?, ?>) behavior).get("pathPattern")).toList();
  }

  @Test
  void servesEveryRouteOfTheApiBesideThePage() {
    assertThat(Stack.CLOUDFRONT.program().resources("aws:apigatewayv2/route:Route"))
        .isNotEmpty()
        .allSatisfy(
            route ->
                assertThat(apiPatterns())
                    .contains(
                        ((String) route.input("routeKey"))
                            .replaceAll("^[A-Z]+ ", "")
                            .replace("{key+}", "*")));
  }

  @Test
  void hidesNoFileOfThePageBehindTheApi() {
    assertThat(Stack.CLOUDFRONT.program().resources("aws:s3/bucketObjectv2:BucketObjectv2"))
        .extracting(file -> "/" + file.input("key"))
        .isNotEmpty()
        .allSatisfy(
            path ->
                assertThat(apiPatterns())
                    .noneMatch(pattern -> path.matches(pattern.replace("*", ".*"))));
  }

  @ParameterizedTest
  @EnumSource
  void namesNoTwoResourcesAlike(Stack stack) {
    assertThat(stack.program().resources())
        .extracting(RecordedResource::urn)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void putsEveryResourceIntoAComponent(Stack stack) {
    assertThat(stack.program().resources())
        .filteredOn(resource -> !isComponent(resource))
        .filteredOn(resource -> !resource.type().startsWith("pulumi:providers:"))
        .isNotEmpty()
        .allSatisfy(
            resource ->
                assertThat(resource.parentName()).isNotEmpty().isNotEqualTo("twinlens-test"));
  }

  @ParameterizedTest
  @EnumSource
  void namesEveryResourceAfterItsComponent(Stack stack) {
    assertThat(stack.program().resources())
        .filteredOn(resource -> !isComponent(resource))
        .filteredOn(resource -> !resource.type().startsWith("pulumi:providers:"))
        .allSatisfy(resource -> assertThat(resource.name()).startsWith(resource.parentName()));
  }

  @ParameterizedTest
  @EnumSource
  void tagsWhatCanBeTagged(Stack stack) {
    var tags = Map.of("Project", "twinlens", "Stack", "test", "ManagedBy", "Pulumi");
    assertThat(
            stack.program().resource("pulumi:providers:aws", "aws").json("defaultTags").get("tags"))
        .isEqualTo(tags);
    assertThat(stack.program().resources())
        .filteredOn(resource -> resource.type().startsWith("aws:"))
        .allSatisfy(
            resource ->
                assertThat(resource.options().provider()).contains("pulumi:providers:aws::aws::"));
    assertThat(
            stack
                .program()
                .resource("azure-native:resources:ResourceGroup", "azurebackup")
                .input("tags"))
        .isEqualTo(tags);
    assertThat(
            stack
                .program()
                .resource("azure-native:storage:StorageAccount", "azurebackup")
                .input("tags"))
        .isEqualTo(tags);
  }

  @ParameterizedTest
  @EnumSource
  void leavesPhysicalNamesToPulumi(Stack stack) {
    var named =
        Map.of(
            // What has one fixed name within its parent, or a name that the provider insists on.
            "aws:apigatewayv2/stage:Stage", "name",
            "aws:cloudwatch/dashboard:Dashboard", "dashboardName");
    assertThat(stack.program().resources())
        .filteredOn(resource -> !named.containsKey(resource.type()))
        .allSatisfy(
            resource ->
                assertThat(resource.inputs())
                    .doesNotContainKeys("name", "namePrefix", "bucketPrefix", "tableName"));
    assertThat(stack.program().resources("aws:s3/bucketV2:BucketV2"))
        .allSatisfy(bucket -> assertThat(bucket.inputs()).doesNotContainKey("bucket"));
    assertThat(
            stack.program().resource("azure-native:storage:StorageAccount", "azurebackup").inputs())
        .doesNotContainKey("accountName");
  }

  @ParameterizedTest
  @EnumSource
  void deploysEachFunctionFromItsOwnModule(Stack stack) {
    var functions = stack.program().resources("aws:lambda/function:Function");
    var expected =
        new ArrayList<>(
            List.of(
                "request-upload",
                "upload-image",
                "classify",
                "backup",
                "thumbnail",
                "query-images"));
    if (stack == Stack.AMPLIFY) {
      expected.add("delete-image");
    }
    assertThat(functions)
        .extracting(RecordedResource::name)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(functions)
        .allSatisfy(
            function -> {
              var archive = (String) function.input("code.path");
              assertThat(archive)
                  .isEqualTo("lambdas/%s/target/%1$s.zip".formatted(function.name()));
              assertThat(Files.exists(Path.of(archive).getParent().resolveSibling("pom.xml")))
                  .isTrue();
            });
  }

  static List<List<Object>> functions() {
    return List.of(
        List.of("request-upload", "dev.twinlens.requestupload.RequestUploadHandler", 10.0, 512.0),
        List.of("upload-image", "dev.twinlens.uploadimage.UploadImageHandler", 29.0, 1024.0),
        List.of("classify", "dev.twinlens.classify.ClassifyHandler", 30.0, 1024.0),
        List.of("backup", "dev.twinlens.backup.BackupHandler", 120.0, 1024.0),
        List.of("thumbnail", "dev.twinlens.thumbnail.ThumbnailHandler", 120.0, 2048.0),
        List.of("delete-image", "dev.twinlens.deleteimage.DeleteImageHandler", 20.0, 512.0),
        List.of("query-images", "dev.twinlens.queryimages.QueryImagesHandler", 10.0, 512.0));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void runsEachFunctionWithItsHandlerTimeAndMemory(List<Object> expected) {
    var function =
        Stack.AMPLIFY.program().resource("aws:lambda/function:Function", (String) expected.get(0));
    assertThat(function.input("handler")).isEqualTo(expected.get(1) + "::handleRequest");
    assertThat(function.input("timeout")).isEqualTo(expected.get(2));
    assertThat(function.input("memorySize")).isEqualTo(expected.get(3));
  }

  private static Object environment(String function) {
    return Stack.AMPLIFY
        .program()
        .resource("aws:lambda/function:Function", function)
        .input("environment.variables");
  }

  @Test
  void tellsRequestUploadWhatItNeeds() {
    assertThat(environment("request-upload"))
        .isEqualTo(
            Map.of(
                "IMAGES_BUCKET", "store-images-1a2b3c4",
                "MAX_UPLOAD_BYTES", "15728640",
                "ALLOWED_TYPES", "image/jpeg,image/png",
                "URL_EXPIRY_SECONDS", "300"));
  }

  @Test
  void tellsUploadImageWhatItNeeds() {
    assertThat(environment("upload-image"))
        .isEqualTo(
            Map.of(
                "IMAGES_BUCKET", "store-images-1a2b3c4",
                "RESULTS_BUCKET", "store-results-1a2b3c4",
                "IMAGES_TABLE", "store-table-1a2b3c4",
                "NOTIFICATIONS_TOPIC_ARN", NOTIFICATIONS,
                "MIN_CONFIDENCE", "55",
                "MAX_LABELS", "50",
                "MAX_UPLOAD_BYTES", "15728640",
                "ALLOWED_TYPES", "image/jpeg,image/png",
                "URL_EXPIRY_SECONDS", "900"));
  }

  @Test
  void tellsClassifyWhatItNeeds() {
    assertThat(environment("classify"))
        .isEqualTo(
            Map.of(
                "IMAGES_BUCKET", "store-images-1a2b3c4",
                "RESULTS_BUCKET", "store-results-1a2b3c4",
                "IMAGES_TABLE", "store-table-1a2b3c4",
                "NOTIFICATIONS_TOPIC_ARN", NOTIFICATIONS,
                "MIN_CONFIDENCE", "55",
                "MAX_LABELS", "50",
                "MAX_UPLOAD_BYTES", "15728640",
                "ALLOWED_TYPES", "image/jpeg,image/png"));
  }

  @Test
  void tellsBackupWhatItNeeds() {
    assertThat(environment("backup"))
        .isEqualTo(
            Map.of(
                "IMAGES_BUCKET", "store-images-1a2b3c4",
                "IMAGES_TABLE", "store-table-1a2b3c4",
                "BACKUP_CONTAINER_URL",
                    "https://azurebackup1a2b3c4d.blob.core.windows.net/originals",
                "BACKUP_CONTAINER_SAS", FakeClouds.SAS));
  }

  @Test
  void tellsQueryImagesWhatItNeeds() {
    assertThat(environment("query-images"))
        .isEqualTo(
            Map.of(
                "IMAGES_BUCKET", "store-images-1a2b3c4",
                "RESULTS_BUCKET", "store-results-1a2b3c4",
                "IMAGES_TABLE", "store-table-1a2b3c4",
                "URL_EXPIRY_SECONDS", "900",
                "ALLOW_DELETE", "true"));
  }

  @Test
  void tellsThumbnailWhatItNeeds() {
    assertThat(environment("thumbnail"))
        .isEqualTo(
            Map.of(
                "IMAGES_BUCKET", "store-images-1a2b3c4",
                "RESULTS_BUCKET", "store-results-1a2b3c4",
                "IMAGES_TABLE", "store-table-1a2b3c4",
                "MAX_UPLOAD_BYTES", "15728640",
                "ALLOWED_TYPES", "image/jpeg,image/png"));
  }

  @Test
  void tellsDeleteImageWhatItNeeds() {
    assertThat(environment("delete-image"))
        .isEqualTo(
            Map.of(
                "IMAGES_BUCKET", "store-images-1a2b3c4",
                "RESULTS_BUCKET", "store-results-1a2b3c4",
                "IMAGES_TABLE", "store-table-1a2b3c4"));
  }

  @Test
  void answersTheseRoutes() {
    assertThat(Stack.CLOUDFRONT.program().resources("aws:apigatewayv2/route:Route"))
        .extracting(route -> route.input("routeKey"))
        .containsExactlyInAnyOrder(
            "POST /uploads",
            "GET /uploads",
            "POST /images",
            "GET /images",
            "GET /images/{key+}",
            "GET /labels",
            "GET /health");
  }

  @Test
  void offersDeletionOnlyWhereItIsAllowed() {
    var with = Stack.AMPLIFY.program();
    assertThat(
            with.resource("aws:apigatewayv2/route:Route", "api-delete-images-key")
                .input("routeKey"))
        .isEqualTo("DELETE /images/{key+}");
    assertThat(allowedMethods(with)).isEqualTo(List.of("DELETE", "GET", "POST"));

    var without = Recordings.withAmplify(Map.of());
    assertThat(without.resources()).noneMatch(resource -> resource.name().contains("delete"));
    assertThat(allowedMethods(without)).isEqualTo(List.of("GET", "POST"));
    assertThat(
            without
                .resource("aws:lambda/function:Function", "query-images")
                .input("environment.variables.ALLOW_DELETE"))
        .isEqualTo("false");
  }

  private static Object allowedMethods(RecordedStack program) {
    return program
        .resource("aws:apigatewayv2/api:Api", "api")
        .input("corsConfiguration.allowMethods");
  }

  @Test
  void passesTheLimitsFromTheSettings() {
    var program =
        Recordings.withCloudFront(
            Map.of(
                "twinlens:minConfidence", "70",
                "twinlens:maxLabels", "5",
                "twinlens:maxUploadMiB", "2",
                "twinlens:allowedTypes", "[\"image/png\"]",
                "twinlens:classifyConcurrency", "7",
                "twinlens:backupConcurrency", "9",
                "twinlens:thumbnailConcurrency", "11",
                "twinlens:logRetentionDays", "90"));
    assertThat(
            program
                .resource("aws:lambda/function:Function", "classify")
                .input("environment.variables"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("MIN_CONFIDENCE", "70")
        .containsEntry("MAX_LABELS", "5")
        .containsEntry("MAX_UPLOAD_BYTES", "2097152")
        .containsEntry("ALLOWED_TYPES", "image/png");
    assertThat(mappedConcurrency(program, "classify")).isEqualTo(7.0);
    assertThat(mappedConcurrency(program, "backup")).isEqualTo(9.0);
    assertThat(mappedConcurrency(program, "thumbnail")).isEqualTo(11.0);
    assertThat(program.resources("aws:cloudwatch/logGroup:LogGroup"))
        .hasSize(7)
        .allSatisfy(logs -> assertThat(logs.input("retentionInDays")).isEqualTo(90.0));
  }

  private static Object mappedConcurrency(RecordedStack program, String consumer) {
    return program
        .resource("aws:lambda/eventSourceMapping:EventSourceMapping", consumer + "-mapping")
        .input("scalingConfig.maximumConcurrency");
  }

  private static List<PolicyStatement> role(String function) {
    return Stack.AMPLIFY
        .program()
        .resource("aws:iam/rolePolicy:RolePolicy", function + "-policy")
        .policy("policy");
  }

  private static PolicyStatement writeLogs(String function) {
    return PolicyStatement.allow(
        "WriteLogs",
        Set.of("logs:CreateLogStream", "logs:PutLogEvents"),
        Set.of(
            FakeClouds.arn("logs", "log-group:%s-logs-1a2b3c4:log-stream:*".formatted(function))));
  }

  private static PolicyStatement takeMessages(String function) {
    return PolicyStatement.allow(
        "TakeMessages",
        Set.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
        Set.of(FakeClouds.arn("sqs", function + "-queue-1a2b3c4")));
  }

  private static final PolicyStatement READ_IMAGES =
      PolicyStatement.allow("ReadImages", Set.of("s3:GetObjectVersion"), Set.of(IMAGES + "/*"));
  private static final PolicyStatement TELL_DELETED_FROM_NEW =
      PolicyStatement.allow("TellDeletedFromNew", Set.of("s3:GetObject"), Set.of(IMAGE_OBJECTS));
  private static final PolicyStatement TELL_GONE_FROM_FORBIDDEN =
      PolicyStatement.allow("TellGoneFromForbidden", Set.of("s3:ListBucket"), Set.of(IMAGES));
  private static final PolicyStatement DETECT_LABELS =
      PolicyStatement.allow("DetectLabels", Set.of("rekognition:DetectLabels"), Set.of("*"));
  private static final PolicyStatement KEEP_RESULTS =
      PolicyStatement.allow("KeepResults", Set.of("s3:PutObject"), Set.of(RESULTS));
  private static final PolicyStatement VIEW_RESULTS =
      PolicyStatement.allow("ViewResults", Set.of("s3:GetObject"), Set.of(RESULTS, THUMBNAILS));
  private static final PolicyStatement NOTIFY =
      PolicyStatement.allow("Notify", Set.of("sns:Publish"), Set.of(NOTIFICATIONS));

  @Test
  void letsRequestUploadSignUploadsOnly() {
    assertThat(role("request-upload"))
        .containsExactlyInAnyOrder(
            PolicyStatement.allow("SignUploads", Set.of("s3:PutObject"), Set.of(IMAGES + "/*")),
            writeLogs("request-upload"));
  }

  @Test
  void letsUploadImageStoreAndLabel() {
    assertThat(role("upload-image"))
        .containsExactlyInAnyOrder(
            PolicyStatement.allow("StoreImages", Set.of("s3:PutObject"), Set.of(IMAGES + "/*")),
            READ_IMAGES,
            DETECT_LABELS,
            KEEP_RESULTS,
            PolicyStatement.allow("ViewResults", Set.of("s3:GetObject"), Set.of(RESULTS)),
            PolicyStatement.allow(
                "RecordLabels",
                Set.of("dynamodb:UpdateItem", "dynamodb:Query", "dynamodb:BatchWriteItem"),
                Set.of(TABLE)),
            NOTIFY,
            writeLogs("upload-image"));
  }

  @Test
  void letsClassifyLabel() {
    assertThat(role("classify"))
        .containsExactlyInAnyOrder(
            READ_IMAGES,
            TELL_DELETED_FROM_NEW,
            TELL_GONE_FROM_FORBIDDEN,
            DETECT_LABELS,
            KEEP_RESULTS,
            PolicyStatement.allow("ClearUp", Set.of("s3:DeleteObject"), Set.of(RESULTS)),
            PolicyStatement.allow(
                "RecordLabels",
                Set.of(
                    "dynamodb:GetItem",
                    "dynamodb:UpdateItem",
                    "dynamodb:Query",
                    "dynamodb:BatchWriteItem"),
                Set.of(TABLE)),
            NOTIFY,
            takeMessages("classify"),
            writeLogs("classify"));
  }

  @Test
  void letsBackupReadImagesAndRecordCopies() {
    assertThat(role("backup"))
        .containsExactlyInAnyOrder(
            READ_IMAGES,
            TELL_DELETED_FROM_NEW,
            TELL_GONE_FROM_FORBIDDEN,
            PolicyStatement.allow(
                "RecordCopies", Set.of("dynamodb:GetItem", "dynamodb:UpdateItem"), Set.of(TABLE)),
            takeMessages("backup"),
            writeLogs("backup"));
  }

  @Test
  void letsThumbnailReadImagesAndKeepThumbnails() {
    assertThat(role("thumbnail"))
        .containsExactlyInAnyOrder(
            READ_IMAGES,
            TELL_DELETED_FROM_NEW,
            TELL_GONE_FROM_FORBIDDEN,
            PolicyStatement.allow(
                "KeepThumbnails", Set.of("s3:PutObject", "s3:DeleteObject"), Set.of(THUMBNAILS)),
            PolicyStatement.allow(
                "RecordThumbnails",
                Set.of("dynamodb:GetItem", "dynamodb:UpdateItem"),
                Set.of(TABLE)),
            takeMessages("thumbnail"),
            writeLogs("thumbnail"));
  }

  @Test
  void letsDeleteImageHideOriginalsAndDeleteTheRest() {
    assertThat(role("delete-image"))
        .containsExactlyInAnyOrder(
            PolicyStatement.allow("HideImages", Set.of("s3:DeleteObject"), Set.of(IMAGE_OBJECTS)),
            PolicyStatement.allow(
                "DeleteDerived", Set.of("s3:DeleteObject"), Set.of(RESULTS, THUMBNAILS)),
            PolicyStatement.allow(
                "BuryRows",
                Set.of(
                    "dynamodb:GetItem",
                    "dynamodb:UpdateItem",
                    "dynamodb:Query",
                    "dynamodb:BatchWriteItem"),
                Set.of(TABLE)),
            writeLogs("delete-image"));
  }

  @Test
  void letsQueryImagesOnlyRead() {
    assertThat(role("query-images"))
        .containsExactlyInAnyOrder(
            PolicyStatement.allow(
                "ReadRows", Set.of("dynamodb:Query", "dynamodb:BatchGetItem"), Set.of(TABLE)),
            PolicyStatement.allow(
                "Search",
                Set.of("dynamodb:Query"),
                Set.of(TABLE + "/index/by-label", TABLE + "/index/by-day")),
            READ_IMAGES,
            VIEW_RESULTS,
            writeLogs("query-images"));
  }

  @ParameterizedTest
  @EnumSource
  void givesNoRoleAWildcardThatAwsDoesNotForceOnIt(Stack stack) {
    var policies = stack.program().resources("aws:iam/rolePolicy:RolePolicy");
    assertThat(policies).hasSize(stack == Stack.AMPLIFY ? 7 : 6);
    assertThat(policies)
        .flatExtracting(policy -> policy.policy("policy"))
        .allSatisfy(
            statement -> {
              assertThat(statement.actions()).noneMatch(action -> action.contains("*"));
              if (statement.resources().contains("*")) {
                assertThat(statement.actions()).containsExactly("rekognition:DetectLabels");
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void givesEachFunctionARoleOfItsOwn(Stack stack) {
    var functions = stack.program().resources("aws:lambda/function:Function");
    assertThat(functions)
        .extracting(function -> function.input("role"))
        .doesNotHaveDuplicates()
        .allSatisfy(
            role -> assertThat((String) role).startsWith("arn:aws:iam::123456789012:role/"));
    assertThat(stack.program().resources("aws:iam/role:Role"))
        .hasSameSizeAs(functions)
        .allSatisfy(
            role ->
                assertThat(role.policy("assumeRolePolicy"))
                    .containsExactly(
                        new PolicyStatement(
                            "",
                            "Allow",
                            "{Service=lambda.amazonaws.com}",
                            Set.of("sts:AssumeRole"),
                            Set.of(),
                            Map.of())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:sns/topicPolicy:TopicPolicy",
        "aws:sqs/queuePolicy:QueuePolicy"
      })
  void refusesWhatDoesNotComeOverTls(String type) {
    for (var stack : Stack.values()) {
      assertThat(stack.program().resources(type))
          .isNotEmpty()
          .allSatisfy(
              policy ->
                  assertThat(policy.policy("policy"))
                      .anySatisfy(
                          statement ->
                              assertThat(statement)
                                  .isEqualTo(
                                      PolicyStatement.tlsOnly(
                                          statement.actions().iterator().next(),
                                          statement.resources().toArray(String[]::new)))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesEachBucketTopicAndQueueAPolicy(Stack stack) {
    var program = stack.program();
    assertThat(program.resources("aws:s3/bucketPolicy:BucketPolicy"))
        .hasSameSizeAs(program.resources("aws:s3/bucketV2:BucketV2"));
    assertThat(program.resources("aws:sns/topicPolicy:TopicPolicy"))
        .hasSameSizeAs(program.resources("aws:sns/topic:Topic"));
    assertThat(program.resources("aws:sqs/queuePolicy:QueuePolicy"))
        .hasSameSizeAs(program.resources("aws:sqs/queue:Queue"));
  }

  @ParameterizedTest
  @EnumSource
  void allowsNobodyInGeneralInAResourcePolicy(Stack stack) {
    var policies =
        stack.program().resources().stream()
            .filter(resource -> resource.inputs().containsKey("policy"))
            .filter(resource -> resource.input("policy") instanceof String)
            .toList();
    assertThat(policies)
        .flatExtracting(resource -> resource.policy("policy"))
        .filteredOn(statement -> statement.effect().equals("Allow"))
        .isNotEmpty()
        .noneMatch(statement -> statement.principal().contains("*"));
  }

  private static final Set<String> DATA =
      Set.of(
          "aws:s3/bucketV2:BucketV2 store-images",
          "aws:s3/bucketV2:BucketV2 store-results",
          "aws:dynamodb/table:Table store-table",
          "azure-native:resources:ResourceGroup azurebackup",
          "azure-native:storage:StorageAccount azurebackup",
          "azure-native:storage:BlobContainer azurebackup-originals");

  @Test
  void protectsDataAndNothingElseWhenAskedTo() {
    var program = Recordings.withCloudFront(Map.of("twinlens:protectData", "true"));
    assertThat(program.resources())
        .filteredOn(RecordedResource::isProtected)
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrderElementsOf(DATA);
    assertThat(
            program
                .resource("aws:dynamodb/table:Table", "store-table")
                .input("deletionProtectionEnabled"))
        .isEqualTo(true);
    assertThat(program.resource("aws:s3/bucketV2:BucketV2", "store-images").input("forceDestroy"))
        .isEqualTo(false);
    assertThat(program.resource("aws:s3/bucketV2:BucketV2", "store-results").input("forceDestroy"))
        .isEqualTo(false);
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingBehindOtherwise(Stack stack) {
    assertThat(stack.program().resources()).noneMatch(RecordedResource::isProtected);
    assertThat(stack.program().resources("aws:s3/bucketV2:BucketV2"))
        .allSatisfy(bucket -> assertThat(bucket.input("forceDestroy")).isEqualTo(true));
    assertThat(
            stack
                .program()
                .resource("aws:dynamodb/table:Table", "store-table")
                .input("deletionProtectionEnabled"))
        .isEqualTo(false);
  }

  @ParameterizedTest
  @EnumSource
  void asksItsOwnProviderForAccountAndRegion(Stack stack) {
    assertThat(stack.program().calls())
        .filteredOn(call -> call.token().startsWith("aws:"))
        .hasSize(2)
        .allSatisfy(call -> assertThat(call.provider()).contains("pulumi:providers:aws::aws::"));
  }

  @Test
  void handsTheConfiguredRegionToItsProvider() {
    assertThat(
            Recordings.withCloudFront(Map.of("aws:region", "eu-north-1"))
                .resource("pulumi:providers:aws", "aws")
                .input("region"))
        .isEqualTo("eu-north-1");
  }
}
