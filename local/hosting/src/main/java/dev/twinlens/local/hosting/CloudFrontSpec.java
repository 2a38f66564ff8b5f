package dev.twinlens.local.hosting;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A CloudFront distribution in front of private buckets and of servers on this machine, as far as a
 * website uses it.
 *
 * @param defaultRootObject the object for {@code /}, without a leading slash; empty for none
 * @param behaviors in order: the first whose pattern fits a path is the one for it. The last one is
 *     the default behaviour, whose pattern is {@code *}
 */
public record CloudFrontSpec(String defaultRootObject, List<Behavior> behaviors) {

  /** Where a behaviour's answers come from. */
  public sealed interface Origin {
    /** A private bucket, read with the distribution's own right. */
    record Bucket(ObjectReader objects) implements Origin {}

    /**
     * A server of HTTP, which gets the request as it came, but with its own name as the host.
     *
     * @param address {@code http://127.0.0.1:port}
     */
    record Server(URI address) implements Origin {}
  }

  /**
   * What is done with the requests for some paths.
   *
   * @param pathPattern with {@code *} for any characters and {@code ?} for one, the slash among
   *     them; a leading slash makes no difference
   * @param origin where the answers come from
   * @param allowedMethods all others are refused
   * @param responseHeaders those of the response headers policy, put on every answer, in the place
   *     of the origin's own
   * @param compress whether text is compressed
   */
  public record Behavior(
      String pathPattern,
      Origin origin,
      Set<String> allowedMethods,
      Map<String, String> responseHeaders,
      boolean compress) {
    public Behavior {
      allowedMethods = Set.copyOf(allowedMethods);
      responseHeaders = Map.copyOf(responseHeaders);
    }
  }

  public CloudFrontSpec {
    behaviors = List.copyOf(behaviors);
  }
}
