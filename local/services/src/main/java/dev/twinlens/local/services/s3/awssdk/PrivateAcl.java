package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.S3Errors;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/** Only policies grant access, as in a bucket with enforced ownership: every ACL is private. */
final class PrivateAcl {
  private PrivateAcl() {}

  /** Rejects an ACL other than private; null for none. */
  static void require(BucketCannedACL acl) {
    require(acl == null || acl == BucketCannedACL.PRIVATE);
  }

  /** Rejects an ACL other than private; null for none. */
  static void require(ObjectCannedACL acl) {
    require(acl == null || acl == ObjectCannedACL.PRIVATE);
  }

  private static void require(boolean isPrivate) {
    if (!isPrivate) {
      throw S3Errors.error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
    }
  }
}
