package dev.twinlens.local.apigateway;

import java.time.Duration;
import java.util.List;

/**
 * An HTTP API's CORS configuration. With one, API Gateway responds to preflight requests itself and
 * replaces the CORS headers of functions' responses.
 *
 * @param allowOrigins exact origins, {@code *}, or {@code https://*}; empty when CORS is not
 *     configured
 * @param allowMethods methods, or {@code *}
 * @param allowHeaders request headers, or {@code *}
 * @param exposeHeaders response headers that a page may read
 * @param maxAge how long a browser may cache a preflight response; zero for its default
 * @param allowCredentials whether a page may send cookies
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html">Configure
 *     CORS for HTTP APIs</a>
 */
public record CorsConfiguration(
    List<String> allowOrigins,
    List<String> allowMethods,
    List<String> allowHeaders,
    List<String> exposeHeaders,
    Duration maxAge,
    boolean allowCredentials) {

  public CorsConfiguration {
    allowOrigins = List.copyOf(allowOrigins);
    allowMethods = List.copyOf(allowMethods);
    allowHeaders = List.copyOf(allowHeaders);
    exposeHeaders = List.copyOf(exposeHeaders);
    if (allowCredentials && allowOrigins.contains("*")) {
      throw new IllegalArgumentException(
          "CORS: allowCredentials requires named origins, not the origin *");
    }
  }

  /** No CORS configuration: functions set the headers. */
  public static CorsConfiguration none() {
    return new CorsConfiguration(List.of(), List.of(), List.of(), List.of(), Duration.ZERO, false);
  }
}
