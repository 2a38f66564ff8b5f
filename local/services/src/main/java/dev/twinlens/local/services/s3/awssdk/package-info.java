/**
 * The blob store beneath S3Proxy's protocol layer.
 *
 * <p>Do not rename this package: S3Proxy derives a blob store's capabilities from the name of its
 * class. {@code .awssdk.} means that the store itself checks the conditions of writes and deletes
 * and the checksums, and keeps the properties of a multipart upload.
 */
package dev.twinlens.local.services.s3.awssdk;
