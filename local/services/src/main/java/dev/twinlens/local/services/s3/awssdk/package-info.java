/**
 * The blob store beneath S3Proxy's protocol layer. S3Proxy tells what a blob store can do by its
 * class's package: {@code awssdk} says that the store itself judges conditional writes, conditional
 * deletes and checksums, and keeps what a multipart upload was started with.
 */
package dev.twinlens.local.services.s3.awssdk;
