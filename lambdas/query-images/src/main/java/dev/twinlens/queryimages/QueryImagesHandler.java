package dev.twinlens.queryimages;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.domain.catalog.ImageRows;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.view.ImageJson;
import dev.twinlens.domain.view.ImageUrls;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.config.SharedSettings;
import dev.twinlens.runtime.http.ApiRequest;
import dev.twinlens.runtime.http.ApiResponse;
import dev.twinlens.runtime.http.HttpRoutes;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One image, the newest images, the images with a label, and the labels that there are. */
public final class QueryImagesHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private final ImageTable table;
  private final NewestImages newest;
  private final LabelledImages labelled;
  private final LabelNames labels;
  private final ImageJson json;
  private final boolean deletable;
  private final HttpRoutes routes;

  /** The function as Lambda starts it. */
  public QueryImagesHandler() {
    this(Environment.system());
  }

  /** The function with other environment variables than the process has. */
  public QueryImagesHandler(Environment environment) {
    this(environment, new AwsClients(), Log.of("query-images"), Clock.systemUTC());
  }

  QueryImagesHandler(Environment environment, AwsClients clients, Log log, Clock clock) {
    DynamoDbClient dynamoDb = clients.build(DynamoDbClient.builder());
    String tableName = environment.text("IMAGES_TABLE");
    this.table = new ImageTable(dynamoDb, tableName);
    this.newest = new NewestImages(dynamoDb, tableName);
    this.labelled = new LabelledImages(dynamoDb, tableName, clock);
    this.labels = new LabelNames(dynamoDb, tableName);
    this.json =
        new ImageJson(
            new ImageUrls(
                clients.presigner(),
                environment.text("IMAGES_BUCKET"),
                environment.text("RESULTS_BUCKET"),
                SharedSettings.urlExpiry(environment)));
    this.deletable = environment.flag("ALLOW_DELETE");
    this.routes =
        new HttpRoutes(
            log,
            clock,
            Map.of(
                "GET /health", this::health,
                "GET /images", this::list,
                "GET /images/{key+}", this::one,
                "GET /labels", this::labels));
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    return routes.handle(event, context);
  }

  private ApiResponse health(ApiRequest request, Log log) {
    return ApiResponse.json(200, Map.of("status", "ok"));
  }

  private ApiResponse list(ApiRequest request, Log log) {
    ListParameters parameters = ListParameters.of(request);
    ListPage page =
        parameters.label().isEmpty()
            ? newest.page(parameters.cursor(), parameters.limit())
            : labelled.page(parameters, request.deadline());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("items", page.images().stream().map(json::brief).toList());
    page.cursor().ifPresent(cursor -> body.put("cursor", cursor));
    return ApiResponse.json(200, body);
  }

  private ApiResponse one(ApiRequest request, Log log) {
    String key = request.objectKey();
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

  private ApiResponse labels(ApiRequest request, Log log) {
    return ApiResponse.json(
        200, Map.of("items", labels.all().stream().map(name -> Map.of("name", name)).toList()));
  }
}
