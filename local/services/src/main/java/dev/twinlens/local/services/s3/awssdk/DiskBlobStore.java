package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.BlobFiles;
import dev.twinlens.local.services.s3.Bucket.Versioning;
import dev.twinlens.local.services.s3.CurrentRequest;
import dev.twinlens.local.services.s3.MultipartUploads;
import dev.twinlens.local.services.s3.MultipartUploads.Upload;
import dev.twinlens.local.services.s3.ObjectChecksum;
import dev.twinlens.local.services.s3.ObjectStore;
import dev.twinlens.local.services.s3.ObjectVersion;
import dev.twinlens.local.services.s3.S3Errors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.checksum.FlexChecksum;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
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
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** One caller's view of the objects on disk, in the terms of S3Proxy's protocol layer. */
public final class DiskBlobStore implements BlobStore {
  private static final long SMALLEST_PART_BYTES = 5L << 20;

  private final ObjectStore objects;
  private final MultipartUploads uploads;
  private final BlobFiles files;
  private final Consumer<String> bucketRemoved;
  private final String region;
  private final String principal;
  private final CurrentRequest current;

  /**
   * The view of one caller.
   *
   * @param bucketRemoved called with the name of a bucket within the transaction that removes it
   * @param principal the ARN of the caller
   * @param current the request that the caller has sent
   */
  public DiskBlobStore(
      ObjectStore objects,
      MultipartUploads uploads,
      BlobFiles files,
      Consumer<String> bucketRemoved,
      String region,
      String principal,
      CurrentRequest current) {
    this.objects = objects;
    this.uploads = uploads;
    this.files = files;
    this.bucketRemoved = bucketRemoved;
    this.region = region;
    this.principal = principal;
    this.current = current;
  }

  @Override
  public ListBucketsResponse list() {
    current.access().require("ListAllMyBuckets", /* bucket= */ "", /* key= */ "");
    return ListBucketsResponse.builder()
        .buckets(
            objects.buckets().stream()
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
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    objects.bucket(request.bucket());
    return HeadBucketResponse.builder().bucketRegion(region).build();
  }

  @Override
  public CreateBucketResponse createContainer(CreateBucketRequest request) {
    requireOnBucket("CreateBucket", request.bucket());
    requirePrivate(request.acl() == null || request.acl() == BucketCannedACL.PRIVATE);
    objects.createBucket(request.bucket());
    return CreateBucketResponse.builder().location("/" + request.bucket()).build();
  }

  @Override
  public void deleteBucket(String name) {
    requireOnBucket("DeleteBucket", name);
    objects.deleteBucket(name, () -> bucketRemoved.accept(name));
  }

  @Override
  public BucketCannedACL getContainerAccess(String container) {
    objects.bucket(container);
    return BucketCannedACL.PRIVATE;
  }

  @Override
  public void setContainerAccess(String container, BucketCannedACL access) {
    requirePrivate(access == BucketCannedACL.PRIVATE);
  }

  @Override
  public ObjectCannedACL getBlobAccess(String container, String name) {
    current(container, name);
    return ObjectCannedACL.PRIVATE;
  }

  @Override
  public void setBlobAccess(String container, String name, ObjectCannedACL access) {
    requirePrivate(access == ObjectCannedACL.PRIVATE);
  }

  /** Access is granted by policies only, as in a bucket whose owner is enforced. */
  private static void requirePrivate(boolean isPrivate) {
    if (!isPrivate) {
      throw S3Errors.error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
    }
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
  public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
    Versioning versioning = objects.bucket(request.bucket()).versioning();
    GetBucketVersioningResponse.Builder response = GetBucketVersioningResponse.builder();
    return switch (versioning) {
      case OFF -> response.build();
      case ENABLED -> response.status(BucketVersioningStatus.ENABLED).build();
      case SUSPENDED -> response.status(BucketVersioningStatus.SUSPENDED).build();
    };
  }

  @Override
  public PutBucketVersioningResponse putBucketVersioning(PutBucketVersioningRequest request) {
    requireOnBucket("PutBucketVersioning", request.bucket());
    objects.setVersioning(
        request.bucket(),
        request.versioningConfiguration().status() == BucketVersioningStatus.ENABLED
            ? Versioning.ENABLED
            : Versioning.SUSPENDED);
    return PutBucketVersioningResponse.builder().build();
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    requireOnBucket("ListBucket", request.bucket());
    String after =
        Objects.requireNonNullElse(
            request.continuationToken() == null
                ? request.startAfter()
                : request.continuationToken(),
            "");
    ObjectStore.Page page =
        objects.list(
            request.bucket(),
            Objects.requireNonNullElse(request.prefix(), ""),
            Objects.requireNonNullElse(request.delimiter(), ""),
            after,
            Objects.requireNonNullElse(request.maxKeys(), 1000));
    return SdkResponses.objectsPage(
        page.objects().stream().map(DiskBlobStore::listed).toList(),
        commonPrefixes(page.commonPrefixes()),
        page.next().orElse(null));
  }

  private static S3Object listed(ObjectVersion version) {
    return S3Object.builder()
        .key(version.key())
        .eTag(version.eTag())
        .lastModified(version.lastModified())
        .size(version.size())
        .storageClass("STANDARD")
        .build();
  }

  private static List<CommonPrefix> commonPrefixes(List<String> prefixes) {
    return prefixes.stream().map(SdkResponses::commonPrefix).toList();
  }

  @Override
  public ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request) {
    requireOnBucket("ListBucketVersions", request.bucket());
    ObjectStore.VersionPage page =
        objects.listVersions(
            request.bucket(),
            Objects.requireNonNullElse(request.prefix(), ""),
            Objects.requireNonNullElse(request.delimiter(), ""),
            Objects.requireNonNullElse(request.keyMarker(), ""),
            Optional.ofNullable(request.versionIdMarker()).filter(marker -> !marker.isEmpty()),
            Objects.requireNonNullElse(request.maxKeys(), 1000));
    return ListObjectVersionsResponse.builder()
        .versions(
            page.versions().stream()
                .filter(listed -> !listed.version().deleteMarker())
                .map(DiskBlobStore::listedVersion)
                .toList())
        .deleteMarkers(
            page.versions().stream()
                .filter(listed -> listed.version().deleteMarker())
                .map(DiskBlobStore::listedMarker)
                .toList())
        .commonPrefixes(commonPrefixes(page.commonPrefixes()))
        .isTruncated(page.next().isPresent())
        .nextKeyMarker(page.next().map(ObjectVersion::key).orElse(null))
        .nextVersionIdMarker(page.next().map(ObjectVersion::versionId).orElse(null))
        .build();
  }

  private static software.amazon.awssdk.services.s3.model.ObjectVersion listedVersion(
      ObjectStore.ListedVersion listed) {
    ObjectVersion version = listed.version();
    return software.amazon.awssdk.services.s3.model.ObjectVersion.builder()
        .key(version.key())
        .versionId(version.versionId())
        .isLatest(listed.latest())
        .eTag(version.eTag())
        .size(version.size())
        .lastModified(version.lastModified())
        .storageClass("STANDARD")
        .build();
  }

  private static DeleteMarkerEntry listedMarker(ObjectStore.ListedVersion listed) {
    return DeleteMarkerEntry.builder()
        .key(listed.version().key())
        .versionId(listed.version().versionId())
        .isLatest(listed.latest())
        .lastModified(listed.version().lastModified())
        .build();
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    requireWrite(request.bucket(), request.key());
    requireComparison(request.bucket(), request.key(), request.ifMatch());
    requirePrivate(request.acl() == null || request.acl() == ObjectCannedACL.PRIVATE);
    refuseCustomerKey(request.sseCustomerKey());
    objects.bucket(request.bucket());
    BlobFiles.Blob blob =
        receive(payload, request.contentLength(), Optional.ofNullable(request.contentMD5()));
    Map<String, String> metadata = StoredHeaders.metadata(request.metadata());
    Optional<ObjectChecksum> sent = keep(blob, () -> verifiedTrailer(blob));
    if (metadata.keySet().stream()
        .noneMatch(name -> name.startsWith(FlexChecksum.METADATA_PREFIX))) {
      ObjectChecksum checksum = sent.orElseGet(() -> keep(blob, () -> ofS3(blob)));
      metadata.put(checksum.algorithm().metadataKey(), checksum.value());
    }
    ObjectVersion version =
        keep(
            blob,
            () ->
                objects.put(
                    "ObjectCreated:Put",
                    principal,
                    request.bucket(),
                    request.key(),
                    new ObjectVersion.Content(
                        blob, blob.md5(), StoredHeaders.of(request), metadata),
                    writeCondition(
                        request.key(),
                        Optional.ofNullable(request.ifMatch()),
                        Optional.ofNullable(request.ifNoneMatch()))));
    return PutObjectResponse.builder()
        .eTag(version.eTag())
        .versionId(shown(version))
        .serverSideEncryption(request.serverSideEncryption())
        .ssekmsKeyId(request.ssekmsKeyId())
        .build();
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    requireWrite(request.destinationBucket(), request.destinationKey());
    current
        .access()
        .requireRead(
            request.sourceBucket(), request.sourceKey(), request.sourceVersionId() != null);
    requirePrivate(request.acl() == null || request.acl() == ObjectCannedACL.PRIVATE);
    refuseCustomerKey(request.sseCustomerKey());
    ObjectVersion source =
        readable(
            request.sourceBucket(),
            request.sourceKey(),
            Optional.ofNullable(request.sourceVersionId()));
    if (!Conditions.unchanged(
            source, request.copySourceIfMatch(), request.copySourceIfUnmodifiedSince())
        || !Conditions.changed(
            source, request.copySourceIfNoneMatch(), request.copySourceIfModifiedSince())) {
      throw S3Exceptions.preconditionFailed(null);
    }
    boolean replace = request.metadataDirective() == MetadataDirective.REPLACE;
    BlobFiles.Blob blob;
    try (InputStream content = files.read(source.file())) {
      blob = files.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ObjectVersion version =
        keep(
            blob,
            () ->
                objects.put(
                    "ObjectCreated:Copy",
                    principal,
                    request.destinationBucket(),
                    request.destinationKey(),
                    new ObjectVersion.Content(
                        blob,
                        blob.md5(),
                        replace ? StoredHeaders.of(request) : source.headers(),
                        replace
                            ? StoredHeaders.withChecksumOf(
                                source, StoredHeaders.metadata(request.metadata()))
                            : source.metadata()),
                    current -> {}));
    return CopyObjectResponse.builder()
        .copyObjectResult(
            CopyObjectResult.builder()
                .eTag(version.eTag())
                .lastModified(version.lastModified())
                .build())
        .versionId(shown(version))
        .copySourceVersionId(shown(source))
        .serverSideEncryption(request.serverSideEncryption())
        .ssekmsKeyId(request.ssekmsKeyId())
        .build();
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    ObjectVersion version =
        readable(request.bucket(), request.key(), Optional.ofNullable(request.versionId()));
    return SdkResponses.toHead(response(version).contentLength(version.size()).build());
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    current.access().requireRead(request.bucket(), request.key(), request.versionId() != null);
    ObjectVersion version =
        readable(request.bucket(), request.key(), Optional.ofNullable(request.versionId()));
    if (!Conditions.unchanged(version, request.ifMatch(), request.ifUnmodifiedSince())) {
      throw S3Exceptions.preconditionFailed(null);
    }
    if (!Conditions.changed(version, request.ifNoneMatch(), request.ifModifiedSince())) {
      throw S3Exceptions.fromStatusCode(304, version.eTag(), Map.of(), null);
    }
    try {
      if (request.range() == null) {
        return SdkResponses.getResponse(
            response(version).contentLength(version.size()).build(), files.read(version.file()));
      }
      ByteRange range = ByteRange.parse(request.range(), version.size());
      return SdkResponses.getResponse(
          response(version)
              .contentLength(range.length())
              .contentRange(range.contentRange(version.size()))
              .build(),
          range.of(files.read(version.file())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GetObjectResponse.Builder response(ObjectVersion version) {
    return StoredHeaders.apply(version.headers(), GetObjectResponse.builder())
        .metadata(version.metadata())
        .eTag(version.eTag())
        .lastModified(version.lastModified())
        .versionId(shown(version));
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    current
        .access()
        .require(
            request.versionId() == null ? "DeleteObject" : "DeleteObjectVersion",
            request.bucket(),
            request.key());
    requireComparison(request.bucket(), request.key(), request.ifMatch());
    ObjectStore.Removal removal =
        objects.remove(
            principal,
            request.bucket(),
            request.key(),
            Optional.ofNullable(request.versionId()),
            deleteCondition(request));
    DeleteObjectResponse.Builder response = DeleteObjectResponse.builder();
    removal
        .affected()
        .filter(
            version ->
                removal.markerMade()
                    || request.versionId() != null
                    || !version.versionId().equals(ObjectVersion.UNVERSIONED))
        .ifPresent(
            version -> {
              response.versionId(version.versionId());
              if (version.deleteMarker()) {
                response.deleteMarker(true);
              }
            });
    return response.build();
  }

  /** One after the other: the store is on this disk, no round trip is to be saved. */
  @Override
  public DeleteObjectsResponse removeBlobs(DeleteObjectsRequest request) {
    List<DeletedObject> deleted = new ArrayList<>();
    List<S3Error> errors = new ArrayList<>();
    for (ObjectIdentifier object : request.delete().objects()) {
      try {
        DeleteObjectResponse response =
            removeBlob(request.bucket(), object.key(), object.versionId());
        DeletedObject.Builder entry =
            DeletedObject.builder().key(object.key()).versionId(object.versionId());
        if (Boolean.TRUE.equals(response.deleteMarker())) {
          entry.deleteMarker(true).deleteMarkerVersionId(response.versionId());
        }
        deleted.add(entry.build());
      } catch (AwsServiceException e) {
        errors.add(
            S3Error.builder()
                .key(object.key())
                .versionId(object.versionId())
                .code(e.awsErrorDetails().errorCode())
                .message(e.awsErrorDetails().errorMessage())
                .build());
      }
    }
    return DeleteObjectsResponse.builder().deleted(deleted).errors(errors).build();
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    requireWrite(request.bucket(), request.key());
    requirePrivate(request.acl() == null || request.acl() == ObjectCannedACL.PRIVATE);
    refuseCustomerKey(request.sseCustomerKey());
    Upload upload =
        uploads.start(
            request.bucket(),
            request.key(),
            StoredHeaders.of(request),
            StoredHeaders.metadata(request.metadata()),
            Objects.requireNonNullElse(request.checksumAlgorithmAsString(), ""),
            request.checksumType() == ChecksumType.FULL_OBJECT);
    return new MultipartUpload(upload.id(), request);
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload mpu, UploadPartRequest request, InputStream payload) {
    requireWrite(mpu.containerName(), mpu.blobName());
    Upload upload = upload(mpu);
    BlobFiles.Blob blob =
        receive(payload, request.contentLength(), Optional.ofNullable(request.contentMD5()));
    return UploadPartResponse.builder()
        .eTag(
            keep(
                    blob,
                    () -> {
                      // The object's checksum is made of the parts' bytes in the end.
                      var unused = verifiedTrailer(blob);
                      return uploads.addPart(upload, request.partNumber(), blob);
                    })
                .eTag())
        .build();
  }

  @Override
  public List<Part> listMultipartUpload(MultipartUpload mpu) {
    return uploads.parts(upload(mpu).id()).stream()
        .map(part -> SdkResponses.part(part.number(), part.size(), part.eTag(), part.at()))
        .toList();
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload mpu, CompleteMultipartUploadRequest request) {
    requireWrite(mpu.containerName(), mpu.blobName());
    requireComparison(mpu.containerName(), mpu.blobName(), request.ifMatch());
    try {
      ObjectVersion version =
          uploads.complete(
              upload(mpu),
              request.multipartUpload().parts().stream().map(CompletedPart::partNumber).toList(),
              principal,
              writeCondition(
                  mpu.blobName(),
                  Optional.ofNullable(request.ifMatch()),
                  Optional.ofNullable(request.ifNoneMatch())));
      return SdkResponses.completeResponse(version.eTag(), shown(version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void abortMultipartUpload(MultipartUpload mpu) {
    current.access().require("AbortMultipartUpload", mpu.containerName(), mpu.blobName());
    uploads.abort(upload(mpu));
  }

  @Override
  public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
      String container) {
    requireOnBucket("ListBucketMultipartUploads", container);
    return uploads.uploads(container).stream()
        .map(upload -> SdkResponses.upload(upload.key(), upload.id(), upload.initiated()))
        .toList();
  }

  @Override
  public long getMinimumMultipartPartSize() {
    return SMALLEST_PART_BYTES;
  }

  private void requireOnBucket(String action, String bucket) {
    current.access().require(action, bucket, /* key= */ "");
  }

  private void requireWrite(String bucket, String key) {
    current.access().require("PutObject", bucket, key);
  }

  /**
   * Who has an ETag compared learns of what is there.
   *
   * @param ifMatch null for no comparison; {@code *} compares nothing
   */
  private void requireComparison(String bucket, String key, String ifMatch) {
    if (ifMatch != null && !ifMatch.equals("*")) {
      current.access().requireRead(bucket, key, /* version= */ false);
    }
  }

  private Upload upload(MultipartUpload mpu) {
    current.access().requireConcerned(mpu.containerName(), mpu.blobName());
    return uploads.upload(mpu.id(), mpu.containerName(), mpu.blobName());
  }

  private ObjectVersion current(String bucket, String key) {
    return readable(bucket, key, Optional.empty());
  }

  /** The version that a read means; S3's 404 or 405 when there is none to read. */
  private ObjectVersion readable(String bucket, String key, Optional<String> versionId) {
    current.access().requireConcerned(bucket, key);
    if (versionId.isPresent()) {
      ObjectVersion version =
          objects
              .version(bucket, key, versionId.get())
              .orElseThrow(
                  () -> S3Exceptions.noSuchVersion(bucket, key, versionId.get(), "absent"));
      if (version.deleteMarker()) {
        throw S3Exceptions.fromStatusCode(
            405,
            null,
            Map.of("x-amz-delete-marker", "true", "x-amz-version-id", version.versionId()),
            null);
      }
      return version;
    }
    ObjectVersion version =
        objects
            .newest(bucket, key)
            .orElseThrow(() -> S3Exceptions.noSuchKey(bucket, key, "absent"));
    if (version.deleteMarker()) {
      throw S3Exceptions.noSuchKeyDeleteMarker(bucket, key, version.versionId(), "deleted");
    }
    return version;
  }

  private static void refuseCustomerKey(String customerKey) {
    if (customerKey != null) {
      throw S3Errors.error(
          501, "NotImplemented", "Objects cannot be encrypted with a customer's key here.");
    }
  }

  private BlobFiles.Blob receive(
      InputStream payload, Long expectedSize, Optional<String> expectedMd5) {
    BlobFiles.Blob blob;
    try (payload) {
      blob = files.write(payload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keep(
        blob,
        () -> {
          if (expectedSize != null && blob.size() != expectedSize) {
            throw S3Errors.error(
                400,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP"
                    + " header");
          }
          if (expectedMd5.isPresent()
              && !HexFormat.of()
                  .formatHex(Base64.getDecoder().decode(expectedMd5.get()))
                  .equals(blob.md5())) {
            throw S3Errors.error(
                400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
          }
          return blob;
        });
  }

  private Optional<ObjectChecksum> verifiedTrailer(BlobFiles.Blob blob) {
    try {
      Optional<ObjectChecksum> checksum = current.trailer();
      if (checksum.isPresent()) {
        try (InputStream content = files.read(blob.file())) {
          checksum.get().verify(content);
        }
      }
      return checksum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The checksum that S3 itself keeps of what comes without one. */
  private ObjectChecksum ofS3(BlobFiles.Blob blob) {
    try (InputStream content = files.read(blob.file())) {
      return ObjectChecksum.of(FlexChecksum.CRC64NVME, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the bytes again when what they were stored for fails. */
  private <T> T keep(BlobFiles.Blob blob, Supplier<T> use) {
    boolean used = false;
    try {
      T result = use.get();
      used = true;
      return result;
    } finally {
      if (!used) {
        files.delete(blob.file());
      }
    }
  }

  private static Consumer<Optional<ObjectVersion>> writeCondition(
      String key, Optional<String> ifMatch, Optional<String> ifNoneMatch) {
    return current -> {
      if (ifMatch.isPresent() && current.isEmpty()) {
        throw S3Exceptions.noSuchKey("", key, "nothing to match");
      }
      boolean matches =
          ifMatch.isEmpty() || Conditions.eTagMatches(ifMatch.get(), current.get().eTag());
      boolean differs =
          ifNoneMatch.isEmpty()
              || current.isEmpty()
              || !Conditions.eTagMatches(ifNoneMatch.get(), current.get().eTag());
      if (!matches || !differs) {
        throw S3Exceptions.preconditionFailed(null);
      }
    };
  }

  private static Consumer<Optional<ObjectVersion>> deleteCondition(DeleteObjectRequest request) {
    return current -> {
      if (current.isEmpty()) {
        return;
      }
      Instant time = request.ifMatchLastModifiedTime();
      boolean holds =
          (request.ifMatch() == null
                  || Conditions.eTagMatches(request.ifMatch(), current.get().eTag()))
              && (request.ifMatchSize() == null || request.ifMatchSize() == current.get().size())
              && (time == null
                  || time.getEpochSecond() == current.get().lastModified().getEpochSecond());
      if (!holds) {
        throw S3Exceptions.preconditionFailed(null);
      }
    };
  }

  /** S3 names no version in a bucket that never kept any. */
  private static String shown(ObjectVersion version) {
    return version.versionId().equals(ObjectVersion.UNVERSIONED) ? null : version.versionId();
  }
}
