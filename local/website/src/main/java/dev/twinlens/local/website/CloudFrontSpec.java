package dev.twinlens.local.website;

import java.util.List;
import java.util.Map;

/**
 * A CloudFront distribution in front of one private bucket, as far as a static website uses it.
 *
 * @param origin reads the bucket
 * @param defaultRootObject the object for {@code /}, without a leading slash; empty for none
 * @param errorResponses what to show instead of the origin's errors
 * @param responseHeaders those of the response headers policy, put on every answer
 * @param compress whether the default behaviour compresses
 */
public record CloudFrontSpec(
    ObjectReader origin,
    String defaultRootObject,
    List<ErrorResponse> errorResponses,
    Map<String, String> responseHeaders,
    boolean compress) {
  public CloudFrontSpec {
    errorResponses = List.copyOf(errorResponses);
    responseHeaders = Map.copyOf(responseHeaders);
  }
}
