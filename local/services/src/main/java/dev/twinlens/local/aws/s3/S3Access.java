package dev.twinlens.local.aws.s3;

import dev.twinlens.local.aws.access.AccessDeniedException;
import dev.twinlens.local.aws.access.Authorizer;
import dev.twinlens.local.aws.access.Requirement;
import dev.twinlens.local.aws.access.UnknownOperationException;
import dev.twinlens.local.aws.auth.Caller;
import dev.twinlens.local.aws.s3.S3Actions.Right;
import dev.twinlens.local.iam.ResourcePolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one request may do, and with which objects: the rights that it needs are decided before it
 * is carried out, and what is carried out is held against what was decided, so that no two readings
 * of a path can come apart.
 */
public final class S3Access {
  private final Authorizer authorizer;
  private final BucketConfigurations configurations;
  private final Caller caller;
  private final boolean secure;
  private final Map<String, String> context;
  private final Set<S3Address> admitted = new HashSet<>();

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
    authorizer.require(
        caller,
        secure,
        context,
        () -> {
          List<Right> needed = rights.get();
          needed.forEach(right -> admitted.add(new S3Address(right.bucket(), right.key())));
          return needed.stream().map(this::requirement).toList();
        });
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
   * Decides the deletion of one object of several.
   *
   * @param version it is one version that is to go
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException S3's 403
   */
  public void requireDelete(String bucket, String key, boolean version) {
    try {
      require(() -> List.of(S3Actions.delete(bucket, key, version)));
    } catch (AccessDeniedException e) {
      throw S3Errors.error(403, "AccessDenied", e.getMessage());
    }
  }

  /**
   * Passes for an object that a decision was about.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException S3's 403
   */
  public void requireAdmitted(String bucket, String key) {
    if (!admitted.contains(new S3Address(bucket, key))) {
      throw S3Errors.error(403, "AccessDenied", "Access Denied");
    }
  }
}
