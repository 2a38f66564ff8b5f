package dev.twinlens.local.hosting;

/**
 * One object of the origin bucket.
 *
 * @param bytes its content; not copied, so it must not be changed
 * @param contentType as stored, for instance {@code text/html;charset=utf-8}
 * @param cacheControl as stored; empty for none
 * @param etag as S3 sends it, with quotes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would double the memory
public record StoredObject(byte[] bytes, String contentType, String cacheControl, String etag) {}
