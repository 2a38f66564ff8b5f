package dev.twinlens.local.pulumi;

import java.util.Map;

/**
 * Creates resources and answers look-ups: what a provider plugin is to Pulumi's own engine, apart
 * from its state. The methods are called from several threads at once.
 */
public interface Provider {
  /**
   * Creates the resource, or updates the existing one: the plugin protocol's {@code Create} and
   * {@code Update} are one idempotent step.
   *
   * @throws UnsupportedException when this provider does not implement the type or an input
   */
  Provisioned provision(ResourceRequest request);

  /**
   * Deletes a resource with the data that it holds.
   *
   * @param id as {@link #provision} returned it
   * @throws UnsupportedException when this provider does not implement the type
   */
  void delete(String urn, String type, String id);

  /**
   * Answers an invoke such as {@code aws:index/getRegion:getRegion}.
   *
   * @throws UnsupportedException when this provider does not implement the function or an argument
   */
  Map<String, Object> invoke(String token, Inputs arguments);
}
