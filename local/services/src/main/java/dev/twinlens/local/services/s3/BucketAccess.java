package dev.twinlens.local.services.s3;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.services.access.Authorizer;
import dev.twinlens.local.services.auth.Caller;
import java.util.Map;
import java.util.stream.Collectors;

/** Creates the access checks of requests, with the policies of buckets. */
final class BucketAccess {
  static final String AUTH_TYPE = "s3:authType";
  static final String SIGNATURE_VERSION = "s3:signatureversion";

  /** In milliseconds. */
  static final String SIGNATURE_AGE = "s3:signatureAge";

  private final Authorizer authorizer;
  private final BucketConfigurations configurations;

  BucketAccess(AccessControl access, Authorizer authorizer, BucketConfigurations configurations) {
    this.authorizer = authorizer;
    this.configurations = configurations;
    access.include(this::policies);
    access.supplies(AUTH_TYPE, SIGNATURE_VERSION, SIGNATURE_AGE);
  }

  private Map<String, PolicyDocument> policies() {
    return configurations.all(Subresource.POLICY.parameter()).entrySet().stream()
        .collect(
            Collectors.toMap(
                policy -> S3Address.arn(policy.getKey()),
                policy -> PolicyDocument.resourcePolicy(policy.getValue())));
  }

  /**
   * The access checks of one request.
   *
   * @param secure it came over TLS, or over the connector that represents TLS here
   * @param context S3's own condition keys
   */
  S3Access of(Caller caller, boolean secure, Map<String, String> context) {
    return new S3Access(authorizer, configurations, caller, secure, context);
  }
}
