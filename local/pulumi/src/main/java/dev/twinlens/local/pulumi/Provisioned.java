package dev.twinlens.local.pulumi;

import java.util.Map;

/**
 * A provider's answer for a resource that exists now.
 *
 * @param id the provider's identifier
 * @param outputs the properties that the provider computed, in addition to the inputs
 */
public record Provisioned(String id, Map<String, Object> outputs) {
  public Provisioned {
    outputs = Map.copyOf(outputs);
  }
}
