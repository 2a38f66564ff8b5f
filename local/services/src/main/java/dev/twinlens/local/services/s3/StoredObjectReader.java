package dev.twinlens.local.services.s3;

import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.auth.Caller;
import dev.twinlens.local.services.integration.ServiceObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Reads stored objects for other services. */
record StoredObjectReader(BucketAccess access, ObjectStore objects, BlobFiles files)
    implements ServiceObjectReader {

  @Override
  public Optional<byte[]> read(
      Caller caller, String bucket, String key, Optional<String> versionId, long maxBytes)
      throws AccessDeniedException, TooLargeException, IOException {
    access
        .of(caller, /* secure= */ true, Map.of())
        .requireAll(List.of(S3Permission.read(bucket, key, versionId.isPresent())));
    Optional<ObjectVersion> version = find(bucket, key, versionId);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    if (version.get().size() > maxBytes) {
      throw new TooLargeException();
    }
    try (InputStream content = files.read(version.get().file())) {
      return Optional.of(content.readAllBytes());
    }
  }

  private Optional<ObjectVersion> find(String bucket, String key, Optional<String> versionId) {
    try {
      return objects
          .find(bucket, key, versionId)
          .filter(version -> !version.deleteMarker() && !version.archived());
    } catch (AwsServiceException e) {
      // There is no such bucket, or no object can have this key.
      return Optional.empty();
    }
  }
}
