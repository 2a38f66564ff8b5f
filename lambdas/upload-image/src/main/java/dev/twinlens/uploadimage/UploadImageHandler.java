package dev.twinlens.uploadimage;

import dev.twinlens.classification.Claim;
import dev.twinlens.classification.ClassificationClients;
import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.classification.ImageClassifier;
import dev.twinlens.domain.catalog.ImageRows;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.claims.DeletedException;
import dev.twinlens.domain.keys.ObjectKeys;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.domain.view.ImageJson;
import dev.twinlens.domain.view.ImageUrls;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.config.SharedSettings;
import dev.twinlens.runtime.http.ApiHandler;
import dev.twinlens.runtime.http.ApiRequest;
import dev.twinlens.runtime.http.ApiResponse;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.http.ProblemException;
import dev.twinlens.runtime.logging.Log;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** {@code POST /images}: stores the photo in the body and answers with its labels. */
public final class UploadImageHandler extends ApiHandler {
  private final DirectUpload directUpload;
  private final ImageBucket images;
  private final ImageTable table;
  private final ImageClassifier classifier;
  private final ImageJson json;
  private final Clock clock;

  /** Reads the environment, as Lambda needs it. */
  public UploadImageHandler() {
    this(Environment.system());
  }

  private UploadImageHandler(Environment environment) {
    this(
        ClassificationSettings.from(environment),
        SharedSettings.urlExpiry(environment),
        ClassificationClients.of(new AwsClients()),
        S3Presigner.create(),
        Log.of("upload-image"),
        Clock.systemUTC());
  }

  UploadImageHandler(
      ClassificationSettings settings,
      Duration urlLife,
      ClassificationClients clients,
      S3Presigner presigner,
      Log log,
      Clock clock) {
    super(log, clock);
    this.directUpload = new DirectUpload(settings.imageRules());
    this.images = new ImageBucket(clients.s3(), settings.imagesBucket());
    this.table = new ImageTable(clients.dynamoDb(), settings.imagesTable());
    this.classifier = new ImageClassifier(settings, clients, clock);
    this.json =
        new ImageJson(
            new ImageUrls(presigner, settings.imagesBucket(), settings.resultsBucket(), urlLife));
    this.clock = clock;
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Log log) {
    if (!request.route().equals("POST /images")) {
      return unknownRoute(request);
    }
    Photo photo = directUpload.read(request);
    Instant now = clock.instant();
    String key = ObjectKeys.create(now, photo.fileName());
    Log keyLog = log.with("key", key);
    Claim claim = classifier.reserve(key, request.deadline());
    StoredImage stored = store(claim, photo, now);
    try {
      classifier.classifyStored(claim, stored, keyLog);
    } catch (DeletedException e) {
      throw new ProblemException(
          Problem.of(404, "The photo was deleted while it was being labelled."), e);
    } catch (RuntimeException e) {
      keyLog.error("Stored, but not labelled; the event of the upload will see to it", e);
    }
    return answer(stored, keyLog);
  }

  private StoredImage store(Claim claim, Photo photo, Instant now) {
    String sha256 = sha256(photo.bytes());
    String contentType = photo.type().mediaType();
    try {
      String version = images.put(claim.key(), photo.bytes(), contentType, sha256);
      return new StoredImage(
          claim.key(), version, contentType, photo.bytes().length, Optional.of(sha256), now);
    } catch (RuntimeException e) {
      // If S3 has the photo all the same, its event labels it like any other.
      try {
        classifier.cancel(claim);
      } catch (RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /**
   * What the table says counts, for classification may have failed before or after the labels were
   * written.
   */
  private ApiResponse answer(StoredImage stored, Log log) {
    String location = "/images/" + encode(stored.key());
    Optional<ImageRows> rows = Optional.empty();
    try {
      rows = table.image(stored.key());
    } catch (RuntimeException e) {
      log.error("Stored, but the table cannot be read", e);
    }
    if (rows.isEmpty()) {
      Map<String, Object> received = new LinkedHashMap<>();
      received.put("key", stored.key());
      received.put("status", Status.RECEIVED.text());
      received.put("versionId", stored.versionId());
      return ApiResponse.json(202, received).withHeader("location", location);
    }
    Status status = rows.get().summary().status();
    if (status == Status.REJECTED) {
      throw new ProblemException(
          Problem.of(422, rows.get().summary().error().orElse("The image cannot be labelled."))
              .with("key", stored.key()));
    }
    return ApiResponse.json(
            status == Status.LABELLED ? 201 : 202,
            json.uploaded(rows.get().summary(), rows.get().labels()))
        .withHeader("location", location);
  }

  private static String encode(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String sha256(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
