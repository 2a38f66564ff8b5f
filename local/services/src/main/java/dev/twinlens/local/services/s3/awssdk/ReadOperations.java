package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.ObjectVersion;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkResponses;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/** Reads of objects. */
interface ReadOperations extends StoreOperations {

  @Override
  default HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    ObjectVersion version =
        readable(request.bucket(), request.key(), Optional.ofNullable(request.versionId()));
    sendHeaders(version, request.versionId() != null);
    return SdkResponses.toHead(response(version).contentLength(version.size()).build());
  }

  @Override
  default ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    current().access().requireRead(request.bucket(), request.key(), request.versionId() != null);
    ObjectVersion version =
        readable(request.bucket(), request.key(), Optional.ofNullable(request.versionId()));
    if (!Conditions.unchanged(version, request.ifMatch(), request.ifUnmodifiedSince())) {
      throw S3Exceptions.preconditionFailed(null);
    }
    if (!Conditions.changed(version, request.ifNoneMatch(), request.ifModifiedSince())) {
      throw S3Exceptions.fromStatusCode(304, version.eTag(), Map.of(), null);
    }
    requireRestored(version);
    sendHeaders(version, request.versionId() != null);
    return StoreOperations.unchecked(() -> content(request, version));
  }

  /** The headers that S3Proxy does not know. */
  private void sendHeaders(ObjectVersion version, boolean versionNamed) {
    StoredHeaders.send(version.headers(), current());
    if (!version.tags().isEmpty()
        && current().access().mayReadTags(version.bucket(), version.key(), versionNamed)) {
      current().respondWith("x-amz-tagging-count", String.valueOf(version.tags().size()));
    }
  }

  private ResponseInputStream<GetObjectResponse> content(
      GetObjectRequest request, ObjectVersion version) throws IOException {
    if (request.range() == null) {
      return SdkResponses.getResponse(
          response(version).contentLength(version.size()).build(),
          stores().files().read(version.file()));
    }
    ByteRange range = ByteRange.parse(request.range(), version.size());
    return SdkResponses.getResponse(
        response(version)
            .contentLength(range.length())
            .contentRange(range.contentRange(version.size()))
            .build(),
        range.of(stores().files().read(version.file())));
  }

  @Override
  default ObjectCannedACL getBlobAccess(String bucket, String key) {
    readable(bucket, key, Optional.empty());
    return ObjectCannedACL.PRIVATE;
  }

  @Override
  default void setBlobAccess(String bucket, String key, ObjectCannedACL acl) {
    requirePrivate(acl.toString());
  }

  private static GetObjectResponse.Builder response(ObjectVersion version) {
    return StoredHeaders.apply(version.headers(), GetObjectResponse.builder())
        .metadata(UserMetadata.toHeaders(version.metadata()))
        .eTag(version.eTag())
        .lastModified(version.lastModified())
        .versionId(version.shownId().orElse(null));
  }
}
