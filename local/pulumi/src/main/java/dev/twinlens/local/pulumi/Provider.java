package dev.twinlens.local.pulumi;

import java.util.Map;

/**
 * Makes resources real and answers look-ups: what a provider plugin is to Pulumi's own engine. Both
 * methods are called from several threads at once.
 */
public interface Provider {
  /**
   * Creates the resource, or brings an existing one in line with the request.
   *
   * @throws UnsupportedException when this provider knows no such type
   */
  Provisioned provision(ResourceRequest request);

  /**
   * Answers an invoke such as {@code aws:index/getRegion:getRegion}.
   *
   * @throws UnsupportedException when this provider knows no such function
   */
  Map<String, Object> invoke(String token, Inputs arguments);
}
