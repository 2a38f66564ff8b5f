package dev.twinlens.infra.functions;

import com.pulumi.core.Output;
import dev.twinlens.infra.azure.AzureBackup;
import dev.twinlens.infra.policy.Grant;
import dev.twinlens.infra.policy.Purpose;
import dev.twinlens.infra.settings.Settings;
import dev.twinlens.infra.storage.ImageStore;
import dev.twinlens.infra.storage.ImageTableSchema;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * This program's functions: the environment that each reads, and the permissions that its code
 * needs. {@code docs/security.md} has a table of the permissions.
 */
public final class Functions {
  /** How long a presigned PUT may be used. */
  public static final Duration UPLOAD_URL_EXPIRY = Duration.ofMinutes(5);

  /** How long a presigned GET may be used. */
  public static final Duration VIEW_URL_EXPIRY = Duration.ofMinutes(15);

  /** The prefix of the keys of Rekognition's results. */
  private static final String RESULTS = "results/";

  /** The prefix of the keys of thumbnails. */
  private static final String THUMBNAILS = "thumbnails/";

  private static final long MIB = 1024L * 1024L;

  private final Settings settings;
  private final ImageStore store;
  private final Output<String> notificationsTopicArn;
  private final AzureBackup azure;

  public Functions(
      Settings settings,
      ImageStore store,
      Output<String> notificationsTopicArn,
      AzureBackup azure) {
    this.settings = settings;
    this.store = store;
    this.notificationsTopicArn = notificationsTopicArn;
    this.azure = azure;
  }

  public FunctionSpec requestUpload() {
    return new FunctionSpec(
        "request-upload",
        "The page cannot upload photos.",
        Duration.ofSeconds(10),
        512,
        environment(uploadLimits(), imagesBucket(), urlExpiry(UPLOAD_URL_EXPIRY)),
        Map.of(),
        List.of(Grant.of(Purpose.SIGN_UPLOADS, images(), "s3:PutObject")));
  }

  public FunctionSpec uploadImage() {
    return new FunctionSpec(
        "upload-image",
        "Programs cannot upload photos with POST /images.",
        Duration.ofSeconds(29),
        1024,
        environment(labelling(), urlExpiry(VIEW_URL_EXPIRY)),
        Map.of(),
        List.of(
            Grant.of(Purpose.STORE_IMAGES, images(), "s3:PutObject"),
            readImages(),
            detectLabels(),
            keepResults(),
            reuseResults(),
            Grant.of(
                Purpose.RECORD_LABELS,
                store.tableArn(),
                "dynamodb:GetItem",
                "dynamodb:UpdateItem",
                "dynamodb:Query",
                "dynamodb:BatchWriteItem"),
            announce()));
  }

  public FunctionSpec classify() {
    return new FunctionSpec(
        "classify",
        "The affected photos are stored but have no labels.",
        Duration.ofSeconds(30),
        1024,
        labelling(),
        Map.of(),
        List.of(
            readImages(),
            checkCurrentVersion(),
            seeMissingVersions(),
            detectLabels(),
            keepResults(),
            reuseResults(),
            Grant.of(Purpose.DELETE_DERIVED, List.of(results(), thumbnails()), "s3:DeleteObject"),
            Grant.of(
                Purpose.RECORD_LABELS,
                store.tableArn(),
                "dynamodb:GetItem",
                "dynamodb:UpdateItem",
                "dynamodb:Query",
                "dynamodb:BatchWriteItem"),
            announce()));
  }

  public FunctionSpec backup() {
    return new FunctionSpec(
        "backup",
        "The affected photos are stored but have no copy in Azure.",
        Duration.ofMinutes(2),
        1024,
        environment(
            imagesBucket(), imagesTable(), Map.of("BACKUP_CONTAINER_URL", azure.containerUrl())),
        Map.of("BACKUP_CONTAINER_SAS", azure.creatingSas()),
        List.of(
            Grant.of(
                Purpose.READ_IMAGES, images(), "s3:GetObjectVersion", "s3:GetObjectVersionTagging"),
            checkCurrentVersion(),
            seeMissingVersions(),
            Grant.of(
                Purpose.RECORD_COPIES,
                store.tableArn(),
                "dynamodb:GetItem",
                "dynamodb:UpdateItem")));
  }

  public FunctionSpec thumbnail() {
    return new FunctionSpec(
        "thumbnail",
        "The affected photos are stored but have no thumbnail.",
        // The most expensive accepted photo, a progressive CMYK JPEG of 10,000 × 10,000 pixels,
        // takes 13 s of a processor and 0.9 GiB; a batch has five.
        Duration.ofMinutes(2),
        2048,
        environment(uploadLimits(), storage()),
        Map.of(),
        List.of(
            readImages(),
            checkCurrentVersion(),
            seeMissingVersions(),
            Grant.of(Purpose.KEEP_THUMBNAILS, thumbnails(), "s3:PutObject", "s3:DeleteObject"),
            Grant.of(
                Purpose.RECORD_THUMBNAILS,
                store.tableArn(),
                "dynamodb:GetItem",
                "dynamodb:UpdateItem")));
  }

  public FunctionSpec deleteImage() {
    return new FunctionSpec(
        "delete-image",
        "Photos cannot be deleted.",
        Duration.ofSeconds(20),
        512,
        storage(),
        Map.of(),
        List.of(
            Grant.of(Purpose.HIDE_IMAGES, images(), "s3:DeleteObject"),
            Grant.of(Purpose.DELETE_DERIVED, List.of(results(), thumbnails()), "s3:DeleteObject"),
            Grant.of(
                Purpose.RECORD_DELETION,
                store.tableArn(),
                "dynamodb:GetItem",
                "dynamodb:UpdateItem",
                "dynamodb:Query",
                "dynamodb:BatchWriteItem")));
  }

  public FunctionSpec queryImages() {
    return new FunctionSpec(
        "query-images",
        "Photos cannot be listed, searched or viewed.",
        Duration.ofSeconds(10),
        512,
        environment(
            storage(),
            urlExpiry(VIEW_URL_EXPIRY),
            Map.of("ALLOW_DELETE", text(settings.api().allowDelete()))),
        Map.of(),
        List.of(
            Grant.of(
                Purpose.READ_ROWS, store.tableArn(), "dynamodb:Query", "dynamodb:BatchGetItem"),
            Grant.of(
                Purpose.SEARCH,
                List.of(
                    store.indexArn(ImageTableSchema.Index.BY_LABEL),
                    store.indexArn(ImageTableSchema.Index.BY_DAY)),
                "dynamodb:Query"),
            readImages(),
            Grant.of(Purpose.VIEW_RESULTS, List.of(results(), thumbnails()), "s3:GetObject")));
  }

  /**
   * The audit, which sends what is missing to the queues again.
   *
   * @param queues of the functions that label, copy and make thumbnails
   */
  public FunctionSpec audit(Queues queues) {
    return new FunctionSpec(
        "audit",
        "Nobody checks whether each photo has its copy in Azure.",
        Duration.ofMinutes(15),
        1024,
        environment(
            storage(),
            Map.of(
                "BACKUP_CONTAINER_URL", azure.containerUrl(),
                "BACKUP_SIGNATURE_EXPIRES", azure.sasExpiry(),
                "BACKUP_RETENTION_DAYS", text(settings.backup().retentionDays()),
                "VERIFY_MIB_PER_DAY", text(settings.backup().verifyMiBPerDay()),
                "CLASSIFY_QUEUE_URL", queues.classify().url(),
                "BACKUP_QUEUE_URL", queues.backup().url(),
                "THUMBNAIL_QUEUE_URL", queues.thumbnail().url())),
        Map.of("BACKUP_CONTAINER_SAS", azure.readingSas()),
        List.of(
            Grant.of(
                Purpose.LIST_IMAGES,
                store.images().arn(),
                "s3:ListBucket",
                "s3:ListBucketVersions"),
            Grant.of(
                Purpose.KEEP_AUDIT,
                store.results().objects(ImageStore.AUDIT),
                "s3:GetObject",
                "s3:PutObject",
                "s3:DeleteObject"),
            Grant.of(
                Purpose.RECORD_AUDIT,
                store.tableArn(),
                "dynamodb:GetItem",
                "dynamodb:BatchGetItem",
                "dynamodb:UpdateItem",
                "dynamodb:PutItem"),
            Grant.of(
                Purpose.FIND_ROWS, store.indexArn(ImageTableSchema.Index.BY_DAY), "dynamodb:Query"),
            Grant.of(
                Purpose.REPAIR,
                List.of(queues.classify().arn(), queues.backup().arn(), queues.thumbnail().arn()),
                "sqs:SendMessage")));
  }

  /**
   * The function that {@code pulumi up} invokes to have the page built.
   *
   * @param branchArn the branch of Amplify's that is built
   */
  public static FunctionSpec startBuild(Output<String> branchArn) {
    return new FunctionSpec(
        "start-build",
        "The page is not built.",
        // An earlier build ends in a few minutes.
        Duration.ofMinutes(5),
        512,
        Map.of("AMPLIFY_BRANCH_ARN", branchArn),
        Map.of(),
        List.of(
            Grant.of(
                Purpose.START_BUILD,
                branchArn.applyValue(arn -> arn + "/jobs/*"),
                "amplify:StartJob")));
  }

  // What several functions have in common: environment, then permissions.

  @SafeVarargs
  private static Map<String, Output<String>> environment(Map<String, Output<String>>... parts) {
    var all = new HashMap<String, Output<String>>();
    for (var part : parts) {
      all.putAll(part);
    }
    return all;
  }

  private Map<String, Output<String>> labelling() {
    return environment(
        uploadLimits(),
        storage(),
        Map.of(
            "NOTIFICATIONS_TOPIC_ARN", notificationsTopicArn,
            "MIN_CONFIDENCE", text(settings.images().minConfidence()),
            "MAX_LABELS", text(settings.images().maxLabels())));
  }

  private Map<String, Output<String>> uploadLimits() {
    return Map.of(
        "MAX_UPLOAD_BYTES", text(settings.images().maxUploadMiB() * MIB),
        "ALLOWED_TYPES", text(String.join(",", settings.images().allowedTypes())));
  }

  private Map<String, Output<String>> storage() {
    return environment(
        imagesBucket(), imagesTable(), Map.of("RESULTS_BUCKET", store.results().bucketName()));
  }

  private Map<String, Output<String>> imagesBucket() {
    return Map.of("IMAGES_BUCKET", store.images().bucketName());
  }

  private Map<String, Output<String>> imagesTable() {
    return Map.of("IMAGES_TABLE", store.tableName());
  }

  private static Map<String, Output<String>> urlExpiry(Duration duration) {
    return Map.of("URL_EXPIRY_SECONDS", text(duration.toSeconds()));
  }

  private static Output<String> text(Object value) {
    return Output.of(String.valueOf(value));
  }

  private Output<String> images() {
    return store.images().objects("");
  }

  private Output<String> results() {
    return store.results().objects(RESULTS);
  }

  private Output<String> thumbnails() {
    return store.results().objects(THUMBNAILS);
  }

  private Grant readImages() {
    return Grant.of(Purpose.READ_IMAGES, images(), "s3:GetObjectVersion");
  }

  private Grant checkCurrentVersion() {
    return Grant.of(Purpose.CHECK_CURRENT_VERSION, images(), "s3:GetObject");
  }

  private Grant seeMissingVersions() {
    return Grant.of(Purpose.SEE_MISSING_VERSIONS, store.images().arn(), "s3:ListBucket");
  }

  private static Grant detectLabels() {
    return Grant.onEverything(Purpose.DETECT_LABELS, "rekognition:DetectLabels");
  }

  private Grant keepResults() {
    return Grant.of(Purpose.KEEP_RESULTS, results(), "s3:PutObject");
  }

  private Grant reuseResults() {
    return Grant.of(Purpose.REUSE_RESULTS, results(), "s3:GetObject");
  }

  private Grant announce() {
    return Grant.of(Purpose.NOTIFY, notificationsTopicArn, "sns:Publish");
  }
}
