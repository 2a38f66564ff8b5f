package dev.twinlens.local.services.s3;

import com.google.common.base.Splitter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Cross-origin responses, according to the configuration of each bucket. */
final class BucketCors {
  private final BucketConfigurations configurations;

  /** Parsed configurations, by their document. */
  private final Map<String, List<CorsRule>> parsed = new ConcurrentHashMap<>();

  BucketCors(BucketConfigurations configurations) {
    this.configurations = configurations;
  }

  /** Responds to a preflight request, which has no signature. */
  void preflight(String bucket, HttpServletRequest request, HttpServletResponse response) {
    String origin = request.getHeader("Origin");
    String method = request.getHeader("Access-Control-Request-Method");
    if (origin == null || method == null) {
      throw S3Errors.error(
          400, "BadRequest", "Insufficient information. Origin request header needed.");
    }
    String names = request.getHeader("Access-Control-Request-Headers");
    List<String> headers =
        names == null
            ? List.of()
            : Splitter.on(',').trimResults().omitEmptyStrings().splitToList(names);
    CorsRule rule =
        rule(bucket, origin, method, headers)
            .orElseThrow(
                () ->
                    S3Errors.error(
                        403,
                        "AccessForbidden",
                        "CORSResponse: This CORS request is not allowed. This is usually because"
                            + " the evalution of Origin, request method /"
                            + " Access-Control-Request-Method or Access-Control-Request-Headers"
                            + " are not whitelisted by the resource's CORS spec."));
    allow(rule, origin, response);
    response.setHeader("Access-Control-Allow-Methods", String.join(", ", rule.methods()));
    if (!headers.isEmpty()) {
      response.setHeader("Access-Control-Allow-Headers", String.join(", ", headers));
    }
    rule.maxAgeSeconds().ifPresent(age -> response.setHeader("Access-Control-Max-Age", age));
    response.setStatus(200);
  }

  /** Adds the headers that let a page read the response, also when it is an error. */
  void decorate(String bucket, HttpServletRequest request, HttpServletResponse response) {
    String origin = request.getHeader("Origin");
    if (origin != null) {
      rule(bucket, origin, request.getMethod(), List.of())
          .ifPresent(
              rule -> {
                allow(rule, origin, response);
                response.setHeader(
                    "Access-Control-Allow-Methods", String.join(", ", rule.methods()));
              });
    }
  }

  private static void allow(CorsRule rule, String origin, HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Origin", rule.anyOrigin() ? "*" : origin);
    if (!rule.anyOrigin()) {
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
    if (!rule.exposedHeaders().isEmpty()) {
      response.setHeader("Access-Control-Expose-Headers", String.join(", ", rule.exposedHeaders()));
    }
    response.setHeader(
        "Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
  }

  private Optional<CorsRule> rule(
      String bucket, String origin, String method, List<String> headers) {
    return configurations
        .get(bucket, Subresource.CORS.parameter())
        .map(document -> parsed.computeIfAbsent(document, CorsRule::parse))
        .orElse(List.of())
        .stream()
        .filter(rule -> rule.permits(origin, method, headers))
        .findFirst();
  }
}
