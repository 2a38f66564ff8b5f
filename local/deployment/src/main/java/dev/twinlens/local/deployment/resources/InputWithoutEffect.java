package dev.twinlens.local.deployment.resources;

/**
 * An input of the program that is accepted but has no effect on this machine.
 *
 * @param type the resource type or the function
 * @param input its path in the inputs; {@code *} for all that are not needed
 * @param reason why it needs no effect
 */
public record InputWithoutEffect(String type, String input, String reason) {}
