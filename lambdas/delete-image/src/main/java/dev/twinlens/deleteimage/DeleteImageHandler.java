package dev.twinlens.deleteimage;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.claims.Claims;
import dev.twinlens.domain.deletion.DeletionResult;
import dev.twinlens.domain.deletion.ImageDeletion;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ResultsBucket;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.http.ApiRequest;
import dev.twinlens.runtime.http.ApiResponse;
import dev.twinlens.runtime.http.HttpRoutes;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code DELETE /images/{key+}}: deletes an image with all that was made of it in AWS. */
public final class DeleteImageHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private static final String RETRY_AFTER_SECONDS = "60";

  private final ImageBucket images;
  private final AwsClients clients;
  private final ImageDeletion deletion;
  private final HttpRoutes routes;

  /** The function as Lambda starts it. */
  public DeleteImageHandler() {
    this(Environment.system());
  }

  /** The function with other environment variables than the process has. */
  public DeleteImageHandler(Environment environment) {
    this(environment, new AwsClients(), Log.of("delete-image"), Clock.systemUTC());
  }

  DeleteImageHandler(Environment environment, AwsClients clients, Log log, Clock clock) {
    S3Client s3 = clients.build(S3Client.builder());
    ImageTable table =
        new ImageTable(clients.build(DynamoDbClient.builder()), environment.text("IMAGES_TABLE"));
    this.images = new ImageBucket(s3, environment.text("IMAGES_BUCKET"));
    this.clients = clients;
    this.deletion =
        new ImageDeletion(
            new ResultsBucket(s3, environment.text("RESULTS_BUCKET")),
            table,
            new Claims(table, images, clock),
            clock);
    this.routes = new HttpRoutes(log, clock, Map.of("DELETE /images/{key+}", this::delete));
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    clients.begin(context);
    return routes.handle(event, context);
  }

  private ApiResponse delete(ApiRequest request, Log log) {
    String key = request.objectKey();
    Log keyLog = log.with("key", key);
    return switch (deletion.delete(key, () -> images.delete(key), request.deadline())) {
      case DeletionResult.Deleted() -> {
        keyLog.info("Deleted");
        yield ApiResponse.noContent();
      }
      case DeletionResult.NotFound() ->
          Problem.of(404, "There is no image with the key \"" + key + "\".").toResponse();
      case DeletionResult.Busy(Instant until) -> {
        keyLog.warn("Not deleted: another worker holds the claim until " + until);
        yield Problem.of(409, "This image is already being deleted. Try again in a minute.")
            .toResponse()
            .withHeader("retry-after", RETRY_AFTER_SECONDS);
      }
    };
  }
}
