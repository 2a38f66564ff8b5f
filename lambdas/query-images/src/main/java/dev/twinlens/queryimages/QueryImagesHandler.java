package dev.twinlens.queryimages;

import dev.twinlens.domain.catalog.ImageRows;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.view.ImageJson;
import dev.twinlens.domain.view.ImageUrls;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.config.SharedSettings;
import dev.twinlens.runtime.http.ApiHandler;
import dev.twinlens.runtime.http.ApiRequest;
import dev.twinlens.runtime.http.ApiResponse;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** One image, the newest images, the images that show something, and what there is to be seen. */
public final class QueryImagesHandler extends ApiHandler {
  private final ImageTable table;
  private final NewestImages newest;
  private final LabelledImages labelled;
  private final LabelNames labels;
  private final ImageJson json;
  private final boolean deletable;

  /** Reads the environment, as Lambda needs it. */
  public QueryImagesHandler() {
    this(Environment.system());
  }

  private QueryImagesHandler(Environment environment) {
    this(
        new AwsClients().build(DynamoDbClient.builder()),
        S3Presigner.create(),
        environment,
        Log.of("query-images"),
        Clock.systemUTC());
  }

  QueryImagesHandler(
      DynamoDbClient dynamoDb,
      S3Presigner presigner,
      Environment environment,
      Log log,
      Clock clock) {
    super(log, clock);
    String tableName = environment.text("IMAGES_TABLE");
    this.table = new ImageTable(dynamoDb, tableName);
    this.newest = new NewestImages(dynamoDb, tableName);
    this.labelled = new LabelledImages(dynamoDb, tableName, clock);
    this.labels = new LabelNames(dynamoDb, tableName);
    this.json =
        new ImageJson(
            new ImageUrls(
                presigner,
                environment.text("IMAGES_BUCKET"),
                environment.text("RESULTS_BUCKET"),
                SharedSettings.urlExpiry(environment)));
    this.deletable = environment.flag("ALLOW_DELETE");
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Log log) {
    return switch (request.route()) {
      case "GET /health" -> ApiResponse.json(200, Map.of("status", "ok"));
      case "GET /images" -> list(ListParameters.of(request), request.deadline());
      case "GET /images/{key+}" -> one(request);
      case "GET /labels" -> labels();
      default -> unknownRoute(request);
    };
  }

  private ApiResponse one(ApiRequest request) {
    String key = request.imageKey();
    return table
        .image(key)
        .map(this::whole)
        .orElseGet(
            () -> Problem.of(404, "There is no image with the key \"" + key + "\".").toResponse());
  }

  private ApiResponse whole(ImageRows image) {
    Map<String, Object> body = json.whole(image.summary(), image.labels());
    if (deletable) {
      body.put("deletable", true);
    }
    return ApiResponse.json(200, body);
  }

  private ApiResponse list(ListParameters parameters, Instant deadline) {
    Page page =
        parameters.label().isEmpty()
            ? newest.page(parameters.cursor(), parameters.limit())
            : labelled.page(parameters, deadline);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("items", page.images().stream().map(json::brief).toList());
    page.cursor().ifPresent(cursor -> body.put("cursor", cursor));
    return ApiResponse.json(200, body);
  }

  private ApiResponse labels() {
    return ApiResponse.json(
        200, Map.of("items", labels.all().stream().map(name -> Map.of("name", name)).toList()));
  }
}
