package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.BlobFiles;
import dev.twinlens.local.services.s3.MultipartUploads;
import dev.twinlens.local.services.s3.ObjectStore;
import java.util.function.Consumer;

/**
 * The stores of S3.
 *
 * @param bucketRemoved called with a bucket's name within the transaction that removes it
 */
public record S3Stores(
    ObjectStore objects,
    MultipartUploads uploads,
    BlobFiles files,
    Consumer<String> bucketRemoved,
    String region) {}
