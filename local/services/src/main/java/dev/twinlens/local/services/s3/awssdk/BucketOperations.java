package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.Bucket.Versioning;
import dev.twinlens.local.services.s3.CurrentRequest;
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
record BucketOperations(DiskBlobStore.Stores stores, CurrentRequest current) {

  ListBucketsResponse list() {
    current.access().require("ListAllMyBuckets", /* bucket= */ "", /* key= */ "");
    return ListBucketsResponse.builder()
        .buckets(
            stores.objects().buckets().stream()
                .map(
                    bucket ->
                        Bucket.builder()
                            .name(bucket.name())
                            .creationDate(bucket.createdAt())
                            .build())
                .toList())
        .build();
  }

  HeadBucketResponse head(HeadBucketRequest request) {
    stores.objects().bucket(request.bucket());
    return HeadBucketResponse.builder().bucketRegion(stores.region()).build();
  }

  CreateBucketResponse create(CreateBucketRequest request) {
    current.access().requireOnBucket("CreateBucket", request.bucket());
    PrivateAcl.require(request.acl());
    stores.objects().createBucket(request.bucket());
    return CreateBucketResponse.builder().location("/" + request.bucket()).build();
  }

  void delete(String name) {
    current.access().requireOnBucket("DeleteBucket", name);
    stores.objects().deleteBucket(name, () -> stores.bucketRemoved().accept(name));
  }

  BucketCannedACL getAcl(String name) {
    stores.objects().bucket(name);
    return BucketCannedACL.PRIVATE;
  }

  GetBucketVersioningResponse getVersioning(GetBucketVersioningRequest request) {
    GetBucketVersioningResponse.Builder response = GetBucketVersioningResponse.builder();
    return switch (stores.objects().bucket(request.bucket()).versioning()) {
      case OFF -> response.build();
      case ENABLED -> response.status(BucketVersioningStatus.ENABLED).build();
      case SUSPENDED -> response.status(BucketVersioningStatus.SUSPENDED).build();
    };
  }

  PutBucketVersioningResponse putVersioning(PutBucketVersioningRequest request) {
    current.access().requireOnBucket("PutBucketVersioning", request.bucket());
    boolean enabled = request.versioningConfiguration().status() == BucketVersioningStatus.ENABLED;
    stores
        .objects()
        .setVersioning(request.bucket(), enabled ? Versioning.ENABLED : Versioning.SUSPENDED);
    return PutBucketVersioningResponse.builder().build();
  }
}
