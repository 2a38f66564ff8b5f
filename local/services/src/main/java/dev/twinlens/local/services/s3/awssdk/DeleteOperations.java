package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes of objects and versions. */
interface DeleteOperations extends StoreOperations {

  @Override
  default DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    boolean versioned = request.versionId() != null;
    current()
        .access()
        .require(
            versioned ? "DeleteObjectVersion" : "DeleteObject", request.bucket(), request.key());
    requireComparison(request.bucket(), request.key(), request.ifMatch());
    ObjectStore.Removal removal =
        stores()
            .objects()
            .remove(
                principal(),
                request.bucket(),
                request.key(),
                Optional.ofNullable(request.versionId()),
                Conditions.forDelete(request));
    DeleteObjectResponse.Builder response = DeleteObjectResponse.builder();
    removal
        .affected()
        .filter(version -> removal.markerCreated() || versioned || version.shownId().isPresent())
        .ifPresent(
            version -> {
              response.versionId(version.versionId());
              if (version.deleteMarker()) {
                response.deleteMarker(true);
              }
            });
    return response.build();
  }

  @Override
  default DeleteObjectsResponse removeBlobs(DeleteObjectsRequest request) {
    List<DeletedObject> deleted = new ArrayList<>();
    List<S3Error> errors = new ArrayList<>();
    for (ObjectIdentifier object : request.delete().objects()) {
      try {
        deleted.add(delete(request.bucket(), object));
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

  private DeletedObject delete(String bucket, ObjectIdentifier object) {
    DeleteObjectResponse response =
        removeBlob(
            DeleteObjectRequest.builder()
                .bucket(bucket)
                .key(object.key())
                .versionId(object.versionId())
                .ifMatch(object.eTag())
                .ifMatchSize(object.size())
                .ifMatchLastModifiedTime(object.lastModifiedTime())
                .build());
    DeletedObject.Builder entry =
        DeletedObject.builder().key(object.key()).versionId(object.versionId());
    if (Boolean.TRUE.equals(response.deleteMarker())) {
      entry.deleteMarker(true).deleteMarkerVersionId(response.versionId());
    }
    return entry.build();
  }
}
