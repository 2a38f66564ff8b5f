package dev.twinlens.local.services.s3;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.Authorizer;
import dev.twinlens.local.services.auth.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who may do what with buckets and their objects: the callers' policies and the buckets'. */
public final class BucketAccess {
  static final String AUTH_TYPE = "s3:authType";
  static final String SIGNATURE_VERSION = "s3:signatureversion";

  /** In milliseconds. */
  static final String SIGNATURE_AGE = "s3:signatureAge";

  private final Authorizer authorizer;
  private final BucketConfigurations configurations;

  public BucketAccess(
      AccessControl access, Authorizer authorizer, BucketConfigurations configurations) {
    this.authorizer = authorizer;
    this.configurations = configurations;
    access.include(this::policies);
    access.supplies(AUTH_TYPE, SIGNATURE_VERSION, SIGNATURE_AGE);
  }

  private Map<String, PolicyDocument> policies() {
    Map<String, PolicyDocument> policies = new HashMap<>();
    configurations
        .all(Subresource.POLICY.parameter())
        .forEach(
            (bucket, policy) ->
                policies.put(S3Address.arn(bucket), PolicyDocument.resourcePolicy(policy)));
    return policies;
  }

  /**
   * What a request may do.
   *
   * @param secure it came over TLS, or what stands for it here
   * @param context S3's own condition keys
   */
  S3Access of(Caller caller, boolean secure, Map<String, String> context) {
    return new S3Access(authorizer, configurations, caller, secure, context);
  }

  /**
   * Passes when a service may read an object on behalf of its caller.
   *
   * @param version one version is named
   */
  public void requireRead(Caller caller, String bucket, String key, boolean version)
      throws AccessDeniedException {
    of(caller, /* secure= */ true, Map.of())
        .require(() -> List.of(S3Actions.read(bucket, key, version)));
  }
}
