package dev.twinlens.operations.erasure;

import dev.twinlens.operations.OperationFailure;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Deletes objects with all their versions and delete markers. */
final class ObjectEraser {
  private final S3Client s3;
  private final Proof proof;

  ObjectEraser(S3Client s3, Proof proof) {
    this.s3 = s3;
    this.proof = proof;
  }

  /**
   * Deletes one object.
   *
   * @param what it is, for the proof
   */
  void erase(String bucket, String key, String what) {
    // The list has the keys that begin with this one, too, and none of them before it.
    for (ListObjectVersionsResponse page :
        s3.listObjectVersionsPaginator(request -> request.bucket(bucket).prefix(key))) {
      List<ObjectIdentifier> versions = versions(page, key);
      if (!versions.isEmpty()) {
        delete(bucket, versions, what);
      }
      if (page.isTruncated() && !page.nextKeyMarker().equals(key)) {
        return;
      }
    }
  }

  private static List<ObjectIdentifier> versions(ListObjectVersionsResponse page, String key) {
    List<ObjectIdentifier> versions = new ArrayList<>();
    page.versions().stream()
        .filter(version -> version.key().equals(key))
        .forEach(version -> versions.add(identifier(key, version.versionId())));
    page.deleteMarkers().stream()
        .filter(marker -> marker.key().equals(key))
        .forEach(marker -> versions.add(identifier(key, marker.versionId())));
    return versions;
  }

  private static ObjectIdentifier identifier(String key, String versionId) {
    return ObjectIdentifier.builder().key(key).versionId(versionId).build();
  }

  private void delete(String bucket, List<ObjectIdentifier> versions, String what) {
    DeleteObjectsResponse response =
        s3.deleteObjects(
            request -> request.bucket(bucket).delete(delete -> delete.objects(versions)));
    if (response.hasErrors()) {
      throw new OperationFailure(
          "S3 did not delete "
              + response.errors().get(0).key()
              + ": "
              + response.errors().get(0).message()
              + " Run the command again.");
    }
    for (ObjectIdentifier version : versions) {
      proof.removed(what, "bucket", bucket, "key", version.key(), "versionId", version.versionId());
    }
  }
}
