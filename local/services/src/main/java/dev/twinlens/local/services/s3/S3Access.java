package dev.twinlens.local.services.s3;

import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.Authorizer;
import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.Caller;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one request may do. Its permissions are checked before it is carried out, and each operation
 * on the objects is checked against the permissions that were granted: if S3Proxy parses a path or
 * a parameter differently, then what it does is authorized as well.
 *
 * <p>The public methods throw S3's 403 as an AwsServiceException.
 */
public final class S3Access {
  private final Authorizer authorizer;
  private final BucketConfigurations configurations;
  private final Caller caller;
  private final boolean secure;
  private final Map<String, String> context;
  private final Set<S3Permission> granted = new HashSet<>();

  S3Access(
      Authorizer authorizer,
      BucketConfigurations configurations,
      Caller caller,
      boolean secure,
      Map<String, String> context) {
    this.authorizer = authorizer;
    this.configurations = configurations;
    this.caller = caller;
    this.secure = secure;
    this.context = Map.copyOf(context);
  }

  /** Passes when the caller has all of these permissions. */
  void requireAll(List<S3Permission> permissions) throws AccessDeniedException {
    authorizer.require(caller, secure, context, permissions.stream().map(this::required).toList());
    granted.addAll(permissions);
  }

  private RequiredPermission required(S3Permission permission) {
    String action = "s3:" + permission.action();
    String bucket = permission.bucket();
    return bucket.isEmpty()
        ? RequiredPermission.of(action, permission.resource())
        : RequiredPermission.of(
            action,
            permission.resource(),
            ResourcePolicy.of(
                S3Address.arn(bucket), configurations.get(bucket, Subresource.POLICY.parameter())));
  }

  /** The ARN of the caller. */
  String principal() {
    return caller.principalArn();
  }

  /** Records the denial of an operation that no permission is known for. */
  AccessDeniedException denyUnknown(UnknownOperationException unknown) {
    return authorizer.denyUnknown(caller, unknown);
  }

  /**
   * Passes when the caller may do this.
   *
   * @param action without the prefix {@code s3:}
   * @param key empty for an action on the bucket itself
   */
  public void require(String action, String bucket, String key) {
    require(new S3Permission(action, bucket, key));
  }

  /** Passes when the caller may do this with the bucket itself. */
  public void requireOnBucket(String action, String bucket) {
    require(action, bucket, /* key= */ "");
  }

  /** Passes when the caller may write the object. */
  public void requireWrite(String bucket, String key) {
    require("PutObject", bucket, key);
  }

  /**
   * Passes when the caller may read the object.
   *
   * @param version whether the request names one version
   */
  public void requireRead(String bucket, String key, boolean version) {
    require(S3Permission.read(bucket, key, version));
  }

  /**
   * Passes when the caller may read the tags of the object.
   *
   * @param version whether the request names one version
   */
  public void requireReadTags(String bucket, String key, boolean version) {
    require(S3Permission.readTags(bucket, key, version));
  }

  /** Whether the caller may read the tags of the object. Not recorded as use or denial. */
  public boolean mayReadTags(String bucket, String key, boolean version) {
    return authorizer.permits(
        caller, secure, context, required(S3Permission.readTags(bucket, key, version)));
  }

  private void require(S3Permission permission) {
    if (!granted.contains(permission)) {
      try {
        requireAll(List.of(permission));
      } catch (AccessDeniedException e) {
        throw S3Errors.error(403, "AccessDenied", e.getMessage());
      }
    }
  }

  /**
   * Passes for an object that some permission was granted on: S3Proxy also asks for the size and
   * the date of an object that it has written.
   */
  public void requireAny(String bucket, String key) {
    if (granted.stream()
        .noneMatch(
            permission -> permission.bucket().equals(bucket) && permission.key().equals(key))) {
      throw S3Errors.error(403, "AccessDenied", "Access Denied");
    }
  }

  /** Passes when the caller may list the buckets that the request reads from. */
  void requireListing() throws AccessDeniedException {
    requireAll(
        granted.stream()
            .filter(
                permission ->
                    permission.action().startsWith("GetObject")
                        || permission.action().endsWith("Tagging"))
            .map(permission -> new S3Permission("ListBucket", permission.bucket(), ""))
            .distinct()
            .toList());
  }
}
