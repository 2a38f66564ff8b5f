package dev.twinlens.requestupload;

import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.domain.keys.ObjectKeys;
import dev.twinlens.domain.keys.UploadLimits;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.config.SharedSettings;
import dev.twinlens.runtime.http.ApiHandler;
import dev.twinlens.runtime.http.ApiRequest;
import dev.twinlens.runtime.http.ApiResponse;
import dev.twinlens.runtime.logging.Log;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * {@code POST /uploads} answers a presigned PUT for one photo, {@code GET /uploads} what may be
 * uploaded.
 */
public final class RequestUploadHandler extends ApiHandler {
  private final ImageRules rules;
  private final UploadSigner signer;
  private final Clock clock;

  /** Reads the environment, as Lambda needs it. */
  public RequestUploadHandler() {
    this(Environment.system());
  }

  private RequestUploadHandler(Environment environment) {
    this(
        SharedSettings.imageRules(environment),
        new UploadSigner(
            S3Presigner.create(),
            environment.text("IMAGES_BUCKET"),
            SharedSettings.urlExpiry(environment)),
        Log.of("request-upload"),
        Clock.systemUTC());
  }

  RequestUploadHandler(ImageRules rules, UploadSigner signer, Log log, Clock clock) {
    super(log, clock);
    this.rules = rules;
    this.signer = signer;
    this.clock = clock;
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Log log) {
    return switch (request.route()) {
      case "GET /uploads" -> ApiResponse.json(200, limits());
      case "POST /uploads" -> sign(request, log);
      default -> unknownRoute(request);
    };
  }

  private Map<String, Object> limits() {
    Map<String, Object> limits = new LinkedHashMap<>();
    limits.put("maxBytes", rules.maxBytes());
    limits.put("maxDirectBytes", Math.min(rules.maxBytes(), UploadLimits.MAX_DIRECT_BYTES));
    limits.put("allowedTypes", rules.allowedTypes().stream().sorted().toList());
    return limits;
  }

  private ApiResponse sign(ApiRequest request, Log log) {
    UploadRequest upload =
        UploadRequest.parse(new String(request.body(), StandardCharsets.UTF_8), rules);
    Instant now = clock.instant();
    SignedUpload signed = signer.sign(ObjectKeys.create(now, upload.fileName()), upload);
    log.with("key", signed.key()).info("Upload signed");
    return ApiResponse.json(201, signed.toJson());
  }
}
