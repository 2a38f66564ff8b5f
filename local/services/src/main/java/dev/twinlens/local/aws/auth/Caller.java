package dev.twinlens.local.aws.auth;

/**
 * Who signed a request.
 *
 * @param principalArn the ARN of the role, or of the administrator's user
 */
public record Caller(String accessKeyId, String principalArn) {}
