package dev.twinlens.local.hosting;

/**
 * One object of the origin bucket.
 *
 * @param bytes its content; not copied, not to be changed
 * @param contentType as stored, for instance {@code text/html;charset=utf-8}
 * @param cacheControl as stored; empty when there is none
 * @param etag as S3 answers it, with its quotes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a copy would double each answer
public record StoredObject(byte[] bytes, String contentType, String cacheControl, String etag) {}
