package dev.twinlens.deleteimage;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.claims.BusyException;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ResultsBucket;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.http.ApiHandler;
import dev.twinlens.runtime.http.ApiRequest;
import dev.twinlens.runtime.http.ApiResponse;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code DELETE /images/{key+}}: deletes an image with all that was made of it in AWS. */
public final class DeleteImageHandler extends ApiHandler {
  private final ImageDeletion deletion;

  /** Reads the environment, as Lambda needs it. */
  public DeleteImageHandler() {
    this(Environment.system(), new AwsClients());
  }

  private DeleteImageHandler(Environment environment, AwsClients clients) {
    this(
        environment,
        clients.build(S3Client.builder()),
        clients.build(DynamoDbClient.builder()),
        Log.of("delete-image"),
        Clock.systemUTC());
  }

  DeleteImageHandler(
      Environment environment, S3Client s3, DynamoDbClient dynamoDb, Log log, Clock clock) {
    super(log, clock);
    this.deletion =
        new ImageDeletion(
            new ImageBucket(s3, environment.text("IMAGES_BUCKET")),
            new ResultsBucket(s3, environment.text("RESULTS_BUCKET")),
            new ImageTable(dynamoDb, environment.text("IMAGES_TABLE")),
            clock);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Log log) {
    if (!request.route().equals("DELETE /images/{key+}")) {
      return unknownRoute(request);
    }
    String key = request.imageKey();
    try {
      if (!deletion.delete(key, request.deadline())) {
        return Problem.of(404, "There is no image with the key \"" + key + "\".").toResponse();
      }
    } catch (BusyException e) {
      log.with("key", key).warn("Left alone: " + e.getMessage());
      return Problem.of(409, "The image is just being deleted. Please try again in a minute.")
          .toResponse()
          .withHeader("retry-after", "60");
    }
    log.with("key", key).info("Deleted");
    return ApiResponse.noContent();
  }
}
