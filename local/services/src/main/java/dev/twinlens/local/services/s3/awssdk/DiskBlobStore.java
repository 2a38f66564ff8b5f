package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.BlobFiles;
import dev.twinlens.local.services.s3.CurrentRequest;
import dev.twinlens.local.services.s3.MultipartUploads;
import dev.twinlens.local.services.s3.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The blob store that S3Proxy's protocol layer calls, for one caller: delegates to the operations
 * of this package.
 */
public final class DiskBlobStore implements BlobStore {
  private static final long MIN_PART_BYTES = 5L << 20;

  private final BucketOperations buckets;
  private final ListOperations lists;
  private final ReadOperations reads;
  private final WriteOperations writes;
  private final DeleteOperations deletes;
  private final MultipartOperations multipart;

  /**
   * The stores of S3.
   *
   * @param bucketRemoved called with a bucket's name within the transaction that removes it
   */
  public record Stores(
      ObjectStore objects,
      MultipartUploads uploads,
      BlobFiles files,
      Consumer<String> bucketRemoved,
      String region) {}

  /**
   * The blob store of one caller.
   *
   * @param principal the ARN of the caller
   * @param current the request of the caller
   */
  public DiskBlobStore(Stores stores, String principal, CurrentRequest current) {
    IncomingBodies bodies = new IncomingBodies(stores.files(), current);
    this.buckets = new BucketOperations(stores, current);
    this.lists = new ListOperations(stores.objects(), current);
    this.reads = new ReadOperations(stores, current);
    this.writes = new WriteOperations(stores, principal, current, bodies, reads);
    this.deletes = new DeleteOperations(stores.objects(), principal, current);
    this.multipart = new MultipartOperations(stores.uploads(), principal, current, bodies);
  }

  @Override
  public boolean supportsVersioning() {
    return true;
  }

  @Override
  public boolean supportsServerSideEncryption() {
    return true;
  }

  @Override
  public long getMinimumMultipartPartSize() {
    return MIN_PART_BYTES;
  }

  @Override
  public ListBucketsResponse list() {
    return buckets.list();
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    return buckets.head(request);
  }

  @Override
  public CreateBucketResponse createContainer(CreateBucketRequest request) {
    return buckets.create(request);
  }

  @Override
  public void deleteBucket(String name) {
    buckets.delete(name);
  }

  @Override
  public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
    return buckets.getVersioning(request);
  }

  @Override
  public PutBucketVersioningResponse putBucketVersioning(PutBucketVersioningRequest request) {
    return buckets.putVersioning(request);
  }

  @Override
  public BucketCannedACL getContainerAccess(String container) {
    return buckets.getAcl(container);
  }

  @Override
  public void setContainerAccess(String container, BucketCannedACL acl) {
    PrivateAcl.require(acl);
  }

  @Override
  public ObjectCannedACL getBlobAccess(String container, String name) {
    return reads.getAcl(container, name);
  }

  @Override
  public void setBlobAccess(String container, String name, ObjectCannedACL acl) {
    PrivateAcl.require(acl);
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    return lists.objects(request);
  }

  @Override
  public ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request) {
    return lists.versions(request);
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    return reads.head(request);
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    return unchecked(() -> reads.get(request));
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    return unchecked(() -> writes.put(request, payload));
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    return unchecked(() -> writes.copy(request));
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    return deletes.delete(request);
  }

  @Override
  public DeleteObjectsResponse removeBlobs(DeleteObjectsRequest request) {
    return deletes.deleteAll(request);
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    return multipart.create(request);
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream payload) {
    return unchecked(() -> multipart.uploadPart(upload, request, payload));
  }

  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    return multipart.listParts(upload);
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    return unchecked(() -> multipart.complete(upload, request));
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    multipart.abort(upload);
  }

  @Override
  public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
      String container) {
    return multipart.list(container);
  }

  private static <T> T unchecked(BlobFiles.Use<T> operation) {
    try {
      return operation.apply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
