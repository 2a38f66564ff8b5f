package dev.twinlens.local.pulumi;

import java.util.Map;

/**
 * What a provider answers for a resource that stands.
 *
 * @param id the provider's identifier
 * @param outputs the properties that the provider computed, over and above the inputs
 */
public record Provisioned(String id, Map<String, Object> outputs) {}
