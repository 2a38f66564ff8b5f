package dev.twinlens.operations.copies;

import java.util.Iterator;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** The object versions in a bucket, page by page. */
public final class VersionList {
  private VersionList() {}

  /** The versions of each key that begins with the prefix, by key, the newest version first. */
  public static Iterator<KeyGroup<ObjectVersion>> byKey(S3Client s3, String bucket, String prefix) {
    return KeyGroup.of(
        s3.listObjectVersionsPaginator(request -> request.bucket(bucket).prefix(prefix))
            .versions()
            .iterator(),
        ObjectVersion::key);
  }
}
