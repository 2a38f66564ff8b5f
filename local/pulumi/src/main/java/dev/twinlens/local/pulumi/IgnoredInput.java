package dev.twinlens.local.pulumi;

/**
 * An input that a provider accepts but that has no effect.
 *
 * @param path its place in the resource's inputs, such as {@code rules[].id}; {@code *} for all
 * @param reason why it needs no effect
 */
public record IgnoredInput(String path, String reason) {}
