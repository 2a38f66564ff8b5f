package dev.twinlens.infra.graph;

import java.util.Map;

/**
 * A provider function that the program called.
 *
 * @param token Pulumi's token of the function
 * @param arguments as plain values
 * @param provider reference of an explicit provider; empty for the default one
 */
public record RecordedCall(String token, Map<String, Object> arguments, String provider) {}
