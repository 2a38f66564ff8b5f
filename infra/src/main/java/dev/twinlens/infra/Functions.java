package dev.twinlens.infra;

import com.pulumi.core.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions: the environment that each reads and the rights that each uses. A right stands here
 * if and only if the function's code needs it ({@code lambdas/README.md} lists its calls).
 */
final class Functions {
  /** How long a presigned PUT may be used. */
  static final Duration UPLOAD_URL_LIFE = Duration.ofMinutes(5);

  /** How long a presigned GET may be used. */
  static final Duration VIEW_URL_LIFE = Duration.ofMinutes(15);

  private static final long MIB = 1024L * 1024L;

  private final Settings settings;
  private final ImageStore store;
  private final Notifications notifications;

  Functions(Settings settings, ImageStore store, Notifications notifications) {
    this.settings = settings;
    this.store = store;
    this.notifications = notifications;
  }

  FunctionSpec requestUpload() {
    var environment = new HashMap<>(uploadLimits());
    environment.put("IMAGES_BUCKET", store.images().bucketName());
    environment.put("URL_EXPIRY_SECONDS", seconds(UPLOAD_URL_LIFE));
    return new FunctionSpec(
        "request-upload",
        "dev.twinlens.requestupload.RequestUploadHandler::handleRequest",
        Duration.ofSeconds(10),
        512,
        environment,
        Map.of(),
        // A presigned URL can do no more than its signer may.
        List.of(Grant.of("SignUploads", store.images().objects(), "s3:PutObject")));
  }

  FunctionSpec uploadImage() {
    var environment = new HashMap<>(labelling());
    environment.put("URL_EXPIRY_SECONDS", seconds(VIEW_URL_LIFE));
    var grants = new ArrayList<>(labellingGrants());
    grants.add(Grant.of("StoreImages", store.images().objects(), "s3:PutObject"));
    grants.add(Grant.of("SignResultViews", store.results().objects("results/"), "s3:GetObject"));
    return new FunctionSpec(
        "upload-image",
        "dev.twinlens.uploadimage.UploadImageHandler::handleRequest",
        Duration.ofSeconds(29),
        1024,
        environment,
        Map.of(),
        grants);
  }

  FunctionSpec classify() {
    return new FunctionSpec(
        "classify",
        "dev.twinlens.classify.ClassifyHandler::handleRequest",
        Duration.ofSeconds(30),
        1024,
        labelling(),
        Map.of(),
        labellingGrants());
  }

  FunctionSpec backup(AzureBackup azure) {
    return new FunctionSpec(
        "backup",
        "dev.twinlens.backup.BackupHandler::handleRequest",
        Duration.ofMinutes(2),
        1024,
        Map.of(
            "IMAGES_BUCKET", store.images().bucketName(),
            "IMAGES_TABLE", store.tableName(),
            "BACKUP_CONTAINER_URL", azure.containerUrl()),
        Map.of("BACKUP_CONTAINER_SAS", azure.containerSas()),
        List.of(
            Grant.of("ReadImages", store.images().objects(), "s3:GetObject", "s3:GetObjectVersion"),
            Grant.of("RecordBackup", store.tableArn(), "dynamodb:GetItem", "dynamodb:UpdateItem")));
  }

  FunctionSpec queryImages() {
    return new FunctionSpec(
        "query-images",
        "dev.twinlens.queryimages.QueryImagesHandler::handleRequest",
        Duration.ofSeconds(10),
        512,
        Map.of(
            "IMAGES_BUCKET", store.images().bucketName(),
            "RESULTS_BUCKET", store.results().bucketName(),
            "IMAGES_TABLE", store.tableName(),
            "URL_EXPIRY_SECONDS", seconds(VIEW_URL_LIFE)),
        Map.of(),
        List.of(
            Grant.of("ReadRows", store.tableArn(), "dynamodb:GetItem", "dynamodb:Query"),
            new Grant(
                "Search",
                List.of("dynamodb:Query"),
                Output.all(
                    store.indexArn(ImageStore.Index.BY_LABEL),
                    store.indexArn(ImageStore.Index.BY_DAY))),
            Grant.of("SignImageViews", store.images().objects(), "s3:GetObject"),
            Grant.of("SignResultViews", store.results().objects("results/"), "s3:GetObject")));
  }

  private Map<String, Output<String>> uploadLimits() {
    return Map.of(
        "MAX_UPLOAD_BYTES", Output.of(String.valueOf(settings.maxUploadMiB() * MIB)),
        "ALLOWED_TYPES", Output.of(String.join(",", settings.allowedTypes())));
  }

  private Map<String, Output<String>> labelling() {
    var environment = new HashMap<>(uploadLimits());
    environment.put("IMAGES_BUCKET", store.images().bucketName());
    environment.put("RESULTS_BUCKET", store.results().bucketName());
    environment.put("IMAGES_TABLE", store.tableName());
    environment.put("NOTIFICATIONS_TOPIC_ARN", notifications.topicArn());
    environment.put("MIN_CONFIDENCE", Output.of(String.valueOf(settings.minConfidence())));
    environment.put("MAX_LABELS", Output.of(String.valueOf(settings.maxLabels())));
    return environment;
  }

  /** Rekognition reads the image with the rights of the function that calls it. */
  private List<Grant> labellingGrants() {
    return List.of(
        Grant.of("ReadImages", store.images().objects(), "s3:GetObject", "s3:GetObjectVersion"),
        Grant.onEverything("DetectLabels", "rekognition:DetectLabels"),
        Grant.of("KeepResults", store.results().objects("results/"), "s3:PutObject"),
        Grant.of(
            "RecordLabels",
            store.tableArn(),
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
            "dynamodb:DeleteItem",
            "dynamodb:BatchWriteItem"),
        Grant.of("Notify", notifications.topicArn(), "sns:Publish"));
  }

  private static Output<String> seconds(Duration duration) {
    return Output.of(String.valueOf(duration.toSeconds()));
  }
}
