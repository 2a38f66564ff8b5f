package dev.twinlens.local.services.s3;

/**
 * Something that happened to an object.
 *
 * @param event as S3's event notifications name it, without {@code s3:}, for example {@code
 *     ObjectCreated:Put}
 * @param principal the ARN of who did it
 * @param version the version that was made or removed
 */
public record ObjectChange(String event, String principal, ObjectVersion version) {}
