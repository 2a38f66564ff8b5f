package dev.twinlens.local.deployment.engine;

import java.util.Map;

/**
 * What a provider answers for a resource that stands.
 *
 * @param id the provider's identifier
 * @param outputs the properties that the provider computed, over and above the inputs
 */
public record Provisioned(String id, Map<String, Object> outputs) {}
