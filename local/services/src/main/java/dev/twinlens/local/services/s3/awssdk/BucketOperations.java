package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.Bucket.Versioning;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;

/** Buckets and their versioning. */
interface BucketOperations extends StoreOperations {

  @Override
  default ListBucketsResponse list() {
    current().access().require("ListAllMyBuckets", /* bucket= */ "", /* key= */ "");
    return ListBucketsResponse.builder()
        .buckets(
            stores().objects().buckets().stream()
                .map(
                    bucket ->
                        Bucket.builder()
                            .name(bucket.name())
                            .creationDate(bucket.createdAt())
                            .build())
                .toList())
        .build();
  }

  @Override
  default HeadBucketResponse headBucket(HeadBucketRequest request) {
    stores().objects().bucket(request.bucket());
    return HeadBucketResponse.builder().bucketRegion(stores().region()).build();
  }

  @Override
  default CreateBucketResponse createContainer(CreateBucketRequest request) {
    current().access().requireOnBucket("CreateBucket", request.bucket());
    requirePrivate(request.aclAsString());
    stores().objects().createBucket(request.bucket());
    return CreateBucketResponse.builder().location("/" + request.bucket()).build();
  }

  @Override
  default void deleteBucket(String name) {
    current().access().requireOnBucket("DeleteBucket", name);
    stores().objects().deleteBucket(name, () -> stores().bucketRemoved().accept(name));
  }

  @Override
  default BucketCannedACL getContainerAccess(String name) {
    stores().objects().bucket(name);
    return BucketCannedACL.PRIVATE;
  }

  @Override
  default void setContainerAccess(String container, BucketCannedACL acl) {
    requirePrivate(acl.toString());
  }

  @Override
  default boolean supportsVersioning() {
    return true;
  }

  @Override
  default GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
    GetBucketVersioningResponse.Builder response = GetBucketVersioningResponse.builder();
    return switch (stores().objects().bucket(request.bucket()).versioning()) {
      case OFF -> response.build();
      case ENABLED -> response.status(BucketVersioningStatus.ENABLED).build();
      case SUSPENDED -> response.status(BucketVersioningStatus.SUSPENDED).build();
    };
  }

  @Override
  default PutBucketVersioningResponse putBucketVersioning(PutBucketVersioningRequest request) {
    current().access().requireOnBucket("PutBucketVersioning", request.bucket());
    boolean enabled = request.versioningConfiguration().status() == BucketVersioningStatus.ENABLED;
    stores()
        .objects()
        .setVersioning(request.bucket(), enabled ? Versioning.ENABLED : Versioning.SUSPENDED);
    return PutBucketVersioningResponse.builder().build();
  }
}
