package dev.twinlens.local.hosting;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A CloudFront distribution in front of private buckets and servers on this machine: the part of it
 * that a website uses.
 *
 * @param defaultRootObject the object for {@code /}, without a leading slash; empty for none
 * @param behaviors in order: the first whose pattern matches a path handles it. The last one is the
 *     default behaviour, whose pattern is {@code *}
 */
public record CloudFrontSpec(String defaultRootObject, List<Behavior> behaviors) {

  /** Where a behaviour's responses come from. */
  public sealed interface Origin {
    /** A private bucket, read with the distribution's own permission. */
    record Bucket(ObjectReader objects) implements Origin {}

    /**
     * An HTTP server. It gets the viewer's request with its own name as the host.
     *
     * @param address {@code http://127.0.0.1:port}
     */
    record Server(URI address) implements Origin {}
  }

  /**
   * How requests for some paths are handled.
   *
   * @param pathPattern {@code *} matches any characters and {@code ?} one, slashes included; a
   *     leading slash makes no difference
   * @param origin where the responses come from
   * @param allowedMethods all others are rejected
   * @param responseHeaders those of the response headers policy, set on every response; they
   *     override the origin's
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
