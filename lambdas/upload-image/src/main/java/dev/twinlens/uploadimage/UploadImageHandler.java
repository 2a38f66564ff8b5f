package dev.twinlens.uploadimage;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.classification.ClassificationClients;
import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.classification.ImageClassifier;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.claims.Claim;
import dev.twinlens.domain.claims.ImageDeletedException;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.domain.keys.ObjectKeys;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.domain.view.ImageJson;
import dev.twinlens.domain.view.ImageUrls;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.config.SharedSettings;
import dev.twinlens.runtime.http.ApiRequest;
import dev.twinlens.runtime.http.ApiResponse;
import dev.twinlens.runtime.http.HttpRoutes;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.http.ProblemException;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** {@code POST /images}: stores the photo in the body and responds with its labels. */
public final class UploadImageHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private final AwsClients awsClients;
  private final DirectUpload directUpload;
  private final ImageBucket images;
  private final ImageClassifier classifier;
  private final UploadResponses responses;
  private final HttpRoutes routes;
  private final Clock clock;

  /** The function as Lambda starts it. */
  public UploadImageHandler() {
    this(Environment.system());
  }

  /** The function with other environment variables than the process has. */
  public UploadImageHandler(Environment environment) {
    this(environment, new AwsClients(), Log.of("upload-image"), Clock.systemUTC());
  }

  UploadImageHandler(Environment environment, AwsClients awsClients, Log log, Clock clock) {
    ClassificationSettings settings = ClassificationSettings.from(environment);
    ClassificationClients clients = ClassificationClients.of(awsClients);
    this.awsClients = awsClients;
    this.directUpload = new DirectUpload(settings.imageRules());
    this.images = new ImageBucket(clients.s3(), settings.imagesBucket());
    this.classifier = new ImageClassifier(settings, clients, clock);
    this.responses =
        new UploadResponses(
            new ImageTable(clients.dynamoDb(), settings.imagesTable()),
            new ImageJson(
                new ImageUrls(
                    awsClients.presigner(),
                    settings.imagesBucket(),
                    settings.resultsBucket(),
                    SharedSettings.urlExpiry(environment))));
    this.routes = new HttpRoutes(log, clock, Map.of("POST /images", this::upload));
    this.clock = clock;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    awsClients.begin(context);
    return routes.handle(event, context);
  }

  private ApiResponse upload(ApiRequest request, Log log) {
    Photo photo = directUpload.read(request);
    Instant now = clock.instant();
    Claim claim = classifier.reserve(ObjectKeys.create(now, photo.fileName()), request.deadline());
    StoredImage stored = store(claim, photo, now);
    Log keyLog = log.with("key", stored.key());
    classify(claim, stored, keyLog);
    return responses.of(stored, keyLog);
  }

  private StoredImage store(Claim claim, Photo photo, Instant now) {
    String sha256 = Hashes.sha256Base64(photo.bytes());
    String contentType = photo.type().mediaType();
    try {
      String version = images.put(claim.key(), photo.bytes(), contentType, sha256);
      return new StoredImage(
          claim.key(), version, contentType, photo.bytes().length, Optional.of(sha256), now);
    } catch (RuntimeException e) {
      // If S3 has stored the photo all the same, its event labels it like any other.
      claim.releaseAfter(e);
      throw e;
    }
  }

  /** Labels the photo; whatever fails now, the event of the upload retries. */
  private void classify(Claim claim, StoredImage stored, Log log) {
    try {
      classifier.classifyStored(claim, stored, log);
    } catch (ImageDeletedException e) {
      throw new ProblemException(
          Problem.of(404, "The photo was deleted while it was being labelled."), e);
    } catch (RuntimeException e) {
      log.error("Stored but not labelled; the S3 event will retry it", e);
    }
  }
}
