package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.CurrentRequest;
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
record ReadOperations(DiskBlobStore.Stores stores, CurrentRequest current) {

  HeadObjectResponse head(HeadObjectRequest request) {
    ObjectVersion version =
        readable(request.bucket(), request.key(), Optional.ofNullable(request.versionId()));
    return SdkResponses.toHead(response(version).contentLength(version.size()).build());
  }

  ResponseInputStream<GetObjectResponse> get(GetObjectRequest request) throws IOException {
    current.access().requireRead(request.bucket(), request.key(), request.versionId() != null);
    ObjectVersion version =
        readable(request.bucket(), request.key(), Optional.ofNullable(request.versionId()));
    if (!Conditions.unchanged(version, request.ifMatch(), request.ifUnmodifiedSince())) {
      throw S3Exceptions.preconditionFailed(null);
    }
    if (!Conditions.changed(version, request.ifNoneMatch(), request.ifModifiedSince())) {
      throw S3Exceptions.fromStatusCode(304, version.eTag(), Map.of(), null);
    }
    if (request.range() == null) {
      return SdkResponses.getResponse(
          response(version).contentLength(version.size()).build(),
          stores.files().read(version.file()));
    }
    ByteRange range = ByteRange.parse(request.range(), version.size());
    return SdkResponses.getResponse(
        response(version)
            .contentLength(range.length())
            .contentRange(range.contentRange(version.size()))
            .build(),
        range.of(stores.files().read(version.file())));
  }

  ObjectCannedACL getAcl(String bucket, String key) {
    readable(bucket, key, Optional.empty());
    return ObjectCannedACL.PRIVATE;
  }

  private static GetObjectResponse.Builder response(ObjectVersion version) {
    return StoredHeaders.apply(version.headers(), GetObjectResponse.builder())
        .metadata(version.metadata())
        .eTag(version.eTag())
        .lastModified(version.lastModified())
        .versionId(version.shownId().orElse(null));
  }

  /** The version to read; S3's 404 or 405 when there is none. */
  ObjectVersion readable(String bucket, String key, Optional<String> versionId) {
    current.access().requireAny(bucket, key);
    ObjectVersion version =
        stores
            .objects()
            .find(bucket, key, versionId)
            .orElseThrow(
                () ->
                    versionId.isPresent()
                        ? S3Exceptions.noSuchVersion(bucket, key, versionId.get(), "absent")
                        : S3Exceptions.noSuchKey(bucket, key, "absent"));
    if (!version.deleteMarker()) {
      return version;
    }
    throw versionId.isPresent()
        ? S3Exceptions.fromStatusCode(
            405,
            null,
            Map.of("x-amz-delete-marker", "true", "x-amz-version-id", version.versionId()),
            null)
        : S3Exceptions.noSuchKeyDeleteMarker(bucket, key, version.versionId(), "deleted");
  }
}
