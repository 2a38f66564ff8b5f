package dev.twinlens.e2e;

import dev.twinlens.api.Contract;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds the API's responses against its contract, wherever the API is reached. */
final class ApiResponses {
  private static final Contract CONTRACT = Contract.load();

  /** The headers that CloudFront adds at the page's origin, as the program declares them. */
  private static final Set<String> OF_THE_PAGE =
      Set.of(
          "content-security-policy",
          "cross-origin-opener-policy",
          "cross-origin-resource-policy",
          "permissions-policy",
          "referrer-policy",
          "strict-transport-security",
          "x-content-type-options",
          "x-frame-options");

  private final URI api;
  private final URI site;

  /**
   * @param api where API Gateway responds
   * @param site the page's origin, where CloudFront passes requests on to the API
   */
  ApiResponses(URI api, URI site) {
    this.api = api;
    this.site = site;
  }

  /** Does nothing with a response of something else than the API. */
  void assertConforms(HttpResponse<String> response) {
    URI uri = response.request().uri();
    boolean isOfTheSite = uri.getAuthority().equals(site.getAuthority());
    if (!uri.getAuthority().equals(api.getAuthority()) && !(isOfTheSite && isApiPath(uri))) {
      return;
    }
    Map<String, String> headers =
        response.headers().map().entrySet().stream()
            .filter(header -> !isOfTheSite || !OF_THE_PAGE.contains(header.getKey()))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    header -> String.join(", ", header.getValue()),
                    (one, other) -> one,
                    TreeMap::new));
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    CONTRACT.assertConforms(
        response.request().method(),
        uri.getRawPath() + query,
        response.statusCode(),
        headers,
        response.body());
  }

  private static boolean isApiPath(URI uri) {
    return uri.getRawPath().matches("/(uploads|images|labels|health)(/.*)?");
  }
}
