package dev.twinlens.requestupload;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.domain.keys.ObjectKeys;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.config.SharedSettings;
import dev.twinlens.runtime.http.ApiRequest;
import dev.twinlens.runtime.http.ApiResponse;
import dev.twinlens.runtime.http.HttpRoutes;
import dev.twinlens.runtime.logging.Log;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code POST /uploads} signs a PUT for one photo, {@code GET /uploads} returns what may be
 * uploaded.
 */
public final class RequestUploadHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private final ImageRules rules;
  private final UploadSigner signer;
  private final HttpRoutes routes;
  private final Clock clock;

  /** The function as Lambda starts it. */
  public RequestUploadHandler() {
    this(Environment.system());
  }

  /** The function with other environment variables than the process has. */
  public RequestUploadHandler(Environment environment) {
    this(environment, new AwsClients(), Log.of("request-upload"), Clock.systemUTC());
  }

  RequestUploadHandler(Environment environment, AwsClients clients, Log log, Clock clock) {
    this.rules = SharedSettings.imageRules(environment);
    this.signer =
        new UploadSigner(
            clients.presigner(),
            environment.text("IMAGES_BUCKET"),
            SharedSettings.urlExpiry(environment));
    this.routes =
        new HttpRoutes(
            log, clock, Map.of("GET /uploads", this::limits, "POST /uploads", this::sign));
    this.clock = clock;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    return routes.handle(event, context);
  }

  private ApiResponse limits(ApiRequest request, Log log) {
    Map<String, Object> limits = new LinkedHashMap<>();
    limits.put("maxBytes", rules.maxBytes());
    limits.put("maxDirectBytes", Math.min(rules.maxBytes(), ApiRequest.MAX_BYTES_BODY));
    limits.put("allowedTypes", rules.allowedTypes().stream().sorted().toList());
    return ApiResponse.json(200, limits);
  }

  private ApiResponse sign(ApiRequest request, Log log) {
    UploadRequest upload =
        UploadRequest.parse(new String(request.body(), StandardCharsets.UTF_8), rules);
    String key = ObjectKeys.create(clock.instant(), upload.fileName());
    SignedUpload signed = signer.sign(key, upload);
    log.with("key", key).info("Upload signed");
    return ApiResponse.json(201, signed.toJson());
  }
}
