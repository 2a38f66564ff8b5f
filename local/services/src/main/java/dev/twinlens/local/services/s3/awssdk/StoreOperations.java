package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.BlobFiles;
import dev.twinlens.local.services.s3.CurrentRequest;
import dev.twinlens.local.services.s3.ObjectVersion;
import dev.twinlens.local.services.s3.S3Errors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.BlobStore;

/** What the groups of operations have in common. */
interface StoreOperations extends BlobStore {
  S3Stores stores();

  String principal();

  CurrentRequest current();

  /** The version to read; S3's 404 or 405 when there is none. */
  default ObjectVersion readable(String bucket, String key, Optional<String> versionId) {
    current().access().requireAny(bucket, key);
    return stores().objects().require(bucket, key, versionId);
  }

  /** Rejects reading the bytes of an archived object. */
  default void requireRestored(ObjectVersion version) {
    if (version.archived()) {
      throw S3Errors.error(
          403, "InvalidObjectState", "The operation is not valid for the object's storage class");
    }
  }

  /** What the current request sets with the bytes of an object. */
  default ObjectVersion.Properties properties(Map<String, String> metadata) {
    return new ObjectVersion.Properties(
        StoredHeaders.of(current()), metadata, StoredHeaders.tags(current()));
  }

  /** Comparing an ETag reveals what the object is: the caller must be allowed to read it. */
  default void requireComparison(String bucket, String key, String ifMatch) {
    if (ifMatch != null && !ifMatch.equals("*")) {
      current().access().requireRead(bucket, key, /* version= */ false);
    }
  }

  /** Only policies grant access, as with enforced bucket ownership; null for no ACL. */
  default void requirePrivate(String acl) {
    if (acl != null && !acl.equals("private")) {
      throw S3Errors.error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
    }
  }

  /** Rejects an encryption key of the client; null for none. */
  default void requireNoCustomerKey(String customerKey) {
    if (customerKey != null) {
      throw S3Errors.error(
          501, "NotImplemented", "The local S3 does not support encryption keys of customers.");
    }
  }

  default IncomingBodies bodies() {
    return new IncomingBodies(stores().files(), current());
  }

  static <T> T unchecked(BlobFiles.Use<T> operation) {
    try {
      return operation.apply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
