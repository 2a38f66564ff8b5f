package dev.twinlens.local.services.s3;

import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.Authorizer;
import dev.twinlens.local.services.access.Requirement;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.Caller;
import dev.twinlens.local.services.s3.S3Actions.Right;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one request may do, and with which objects. The rights that it needs are decided before it
 * is carried out, and each act on the objects is held against what was decided: should S3Proxy read
 * a path or a parameter in another way, then what it goes on to do is decided as well.
 */
public final class S3Access {
  private final Authorizer authorizer;
  private final BucketConfigurations configurations;
  private final Caller caller;
  private final boolean secure;
  private final Map<String, String> context;
  private final Set<Right> granted = new HashSet<>();

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

  /** Tells which rights a request needs. */
  @FunctionalInterface
  interface Rights {
    List<Right> get() throws UnknownOperationException;
  }

  /** Decides a request. */
  void require(Rights rights) throws AccessDeniedException {
    List<Right> needed = new ArrayList<>();
    authorizer.require(
        caller,
        secure,
        context,
        () -> {
          needed.addAll(rights.get());
          return needed.stream().map(this::requirement).toList();
        });
    granted.addAll(needed);
  }

  private Requirement requirement(Right right) {
    String action = "s3:" + right.action();
    if (right.bucket().isEmpty()) {
      return Requirement.of(action, right.resource());
    }
    return Requirement.of(
        action,
        right.resource(),
        ResourcePolicy.of(
            S3Address.arn(right.bucket()),
            configurations.get(right.bucket(), Subresource.POLICY.parameter())));
  }

  /**
   * Passes for an act that the caller has the right to.
   *
   * @param action without the prefix {@code s3:}
   * @param key empty for an act on the bucket itself
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException S3's 403
   */
  public void require(String action, String bucket, String key) {
    require(new Right(action, bucket, key));
  }

  /**
   * Passes when the caller may read the object.
   *
   * @param version one version is named
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException S3's 403
   */
  public void requireRead(String bucket, String key, boolean version) {
    require(S3Actions.read(bucket, key, version));
  }

  private void require(Right right) {
    if (!granted.contains(right)) {
      try {
        require(() -> List.of(right));
      } catch (AccessDeniedException e) {
        throw S3Errors.error(403, "AccessDenied", e.getMessage());
      }
    }
  }

  /**
   * Passes for an object that some right was decided on: S3Proxy also asks for the size and the
   * date of what it has written.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException S3's 403
   */
  public void requireConcerned(String bucket, String key) {
    if (granted.stream()
        .noneMatch(right -> right.bucket().equals(bucket) && right.key().equals(key))) {
      throw S3Errors.error(403, "AccessDenied", "Access Denied");
    }
  }

  /** Passes when the caller may know what is not in the buckets that the request reads from. */
  void requireListing() throws AccessDeniedException {
    Set<Right> listings =
        granted.stream()
            .filter(right -> right.action().startsWith("GetObject"))
            .map(right -> new Right("ListBucket", right.bucket(), ""))
            .collect(Collectors.toSet());
    require(() -> List.copyOf(listings));
  }
}
