package dev.twinlens.infra.graph;

/**
 * A message that the program sent to Pulumi's engine.
 *
 * @param subject the kind of the message and what it is about
 * @param text the whole message
 * @param withoutSecrets the message without the values that are marked as secret
 */
public record RecordedMessage(String subject, String text, String withoutSecrets) {}
