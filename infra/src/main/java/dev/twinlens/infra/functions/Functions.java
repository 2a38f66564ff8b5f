package dev.twinlens.infra.functions;

import com.pulumi.core.Output;
import dev.twinlens.infra.azure.AzureBackup;
import dev.twinlens.infra.pipeline.Notifications;
import dev.twinlens.infra.policy.Grant;
import dev.twinlens.infra.settings.Settings;
import dev.twinlens.infra.storage.ImageStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions: the environment that each reads and the rights that each uses. A right stands here
 * if and only if the function's code needs it ({@code lambdas/README.md} lists its calls).
 */
public final class Functions {
  /** How long a presigned PUT may be used. */
  public static final Duration UPLOAD_URL_LIFE = Duration.ofMinutes(5);

  /** How long a presigned GET may be used. */
  public static final Duration VIEW_URL_LIFE = Duration.ofMinutes(15);

  /** The prefix of the keys of Rekognition's answers. */
  private static final String RESULTS = "results/";

  /** The prefix of the keys of thumbnails. */
  private static final String THUMBNAILS = "thumbnails/";

  private static final long MIB = 1024L * 1024L;

  private final Settings settings;
  private final ImageStore store;
  private final Notifications notifications;

  public Functions(Settings settings, ImageStore store, Notifications notifications) {
    this.settings = settings;
    this.store = store;
    this.notifications = notifications;
  }

  public FunctionSpec requestUpload() {
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

  public FunctionSpec uploadImage() {
    var environment = new HashMap<>(labelling());
    environment.put("URL_EXPIRY_SECONDS", seconds(VIEW_URL_LIFE));
    return new FunctionSpec(
        "upload-image",
        "dev.twinlens.uploadimage.UploadImageHandler::handleRequest",
        Duration.ofSeconds(29),
        1024,
        environment,
        Map.of(),
        List.of(
            Grant.of("StoreImages", store.images().objects(), "s3:PutObject"),
            readImages(),
            detectLabels(),
            keepResults(),
            Grant.of("ViewResults", store.results().objects(RESULTS), "s3:GetObject"),
            Grant.of(
                "RecordLabels",
                store.tableArn(),
                "dynamodb:UpdateItem",
                "dynamodb:Query",
                "dynamodb:BatchWriteItem"),
            notifyOthers()));
  }

  public FunctionSpec classify() {
    return new FunctionSpec(
        "classify",
        "dev.twinlens.classify.ClassifyHandler::handleRequest",
        Duration.ofSeconds(30),
        1024,
        labelling(),
        Map.of(),
        List.of(
            readImages(),
            tellDeletedFromNew(),
            tellGoneFromForbidden(),
            detectLabels(),
            keepResults(),
            Grant.of("ClearUp", store.results().objects(RESULTS), "s3:DeleteObject"),
            Grant.of(
                "RecordLabels",
                store.tableArn(),
                "dynamodb:GetItem",
                "dynamodb:UpdateItem",
                "dynamodb:Query",
                "dynamodb:BatchWriteItem"),
            notifyOthers()));
  }

  public FunctionSpec backup(AzureBackup azure) {
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
            readImages(),
            tellDeletedFromNew(),
            tellGoneFromForbidden(),
            Grant.of("RecordCopies", store.tableArn(), "dynamodb:GetItem", "dynamodb:UpdateItem")));
  }

  public FunctionSpec thumbnail() {
    var environment = new HashMap<>(uploadLimits());
    environment.put("IMAGES_BUCKET", store.images().bucketName());
    environment.put("RESULTS_BUCKET", store.results().bucketName());
    environment.put("IMAGES_TABLE", store.tableName());
    return new FunctionSpec(
        "thumbnail",
        "dev.twinlens.thumbnail.ThumbnailHandler::handleRequest",
        // The dearest photo that is let in, a progressive JPEG of 10,000 × 10,000 pixels in four
        // inks, takes 13 s of a processor and 0.9 GiB; a batch has five.
        Duration.ofMinutes(2),
        2048,
        environment,
        Map.of(),
        List.of(
            readImages(),
            tellDeletedFromNew(),
            tellGoneFromForbidden(),
            Grant.of(
                "KeepThumbnails",
                store.results().objects(THUMBNAILS),
                "s3:PutObject",
                "s3:DeleteObject"),
            Grant.of(
                "RecordThumbnails", store.tableArn(), "dynamodb:GetItem", "dynamodb:UpdateItem")));
  }

  public FunctionSpec deleteImage() {
    return new FunctionSpec(
        "delete-image",
        "dev.twinlens.deleteimage.DeleteImageHandler::handleRequest",
        Duration.ofSeconds(20),
        512,
        Map.of(
            "IMAGES_BUCKET", store.images().bucketName(),
            "RESULTS_BUCKET", store.results().bucketName(),
            "IMAGES_TABLE", store.tableName()),
        Map.of(),
        List.of(
            // Without a version: it can hide originals, and destroy none.
            Grant.of("HideImages", store.images().objects(), "s3:DeleteObject"),
            new Grant(
                "DeleteDerived",
                List.of("s3:DeleteObject"),
                Output.all(store.results().objects(RESULTS), store.results().objects(THUMBNAILS))),
            Grant.of(
                "BuryRows",
                store.tableArn(),
                "dynamodb:GetItem",
                "dynamodb:UpdateItem",
                "dynamodb:Query",
                "dynamodb:BatchWriteItem")));
  }

  public FunctionSpec queryImages() {
    return new FunctionSpec(
        "query-images",
        "dev.twinlens.queryimages.QueryImagesHandler::handleRequest",
        Duration.ofSeconds(10),
        512,
        Map.of(
            "IMAGES_BUCKET", store.images().bucketName(),
            "RESULTS_BUCKET", store.results().bucketName(),
            "IMAGES_TABLE", store.tableName(),
            "URL_EXPIRY_SECONDS", seconds(VIEW_URL_LIFE),
            "ALLOW_DELETE", Output.of(String.valueOf(settings.allowDelete()))),
        Map.of(),
        List.of(
            Grant.of("ReadRows", store.tableArn(), "dynamodb:Query", "dynamodb:BatchGetItem"),
            new Grant(
                "Search",
                List.of("dynamodb:Query"),
                Output.all(
                    store.indexArn(ImageStore.Index.BY_LABEL),
                    store.indexArn(ImageStore.Index.BY_DAY))),
            // The views that it signs are of exact versions.
            readImages(),
            new Grant(
                "ViewResults",
                List.of("s3:GetObject"),
                Output.all(
                    store.results().objects(RESULTS), store.results().objects(THUMBNAILS)))));
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

  /** Rekognition, too, reads an image with the right of the function that calls it. */
  private Grant readImages() {
    return Grant.of("ReadImages", store.images().objects(), "s3:GetObjectVersion");
  }

  /**
   * Whether a version is its key's current one. It is asked where a deleted image's row is met, and
   * so also while {@code allowDelete} is off, for such rows outlive the setting.
   */
  private Grant tellDeletedFromNew() {
    return Grant.of("TellDeletedFromNew", store.images().objects(), "s3:GetObject");
  }

  /** Without it S3 answers 403 for a version that is gone, as for one that may not be read. */
  private Grant tellGoneFromForbidden() {
    return Grant.of("TellGoneFromForbidden", store.images().arn(), "s3:ListBucket");
  }

  private static Grant detectLabels() {
    return Grant.onEverything("DetectLabels", "rekognition:DetectLabels");
  }

  private Grant keepResults() {
    return Grant.of("KeepResults", store.results().objects(RESULTS), "s3:PutObject");
  }

  private Grant notifyOthers() {
    return Grant.of("Notify", notifications.topicArn(), "sns:Publish");
  }

  private static Output<String> seconds(Duration duration) {
    return Output.of(String.valueOf(duration.toSeconds()));
  }
}
