package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.CurrentRequest;

/**
 * The blob store that S3Proxy's protocol layer calls, for one caller. Each group of operations is
 * an interface of its own.
 *
 * @param principal the ARN of the caller
 * @param current the request of the caller
 */
public record DiskBlobStore(S3Stores stores, String principal, CurrentRequest current)
    implements BucketOperations,
        ListOperations,
        ReadOperations,
        WriteOperations,
        DeleteOperations,
        MultipartOperations {

  @Override
  public boolean supportsServerSideEncryption() {
    return true;
  }
}
