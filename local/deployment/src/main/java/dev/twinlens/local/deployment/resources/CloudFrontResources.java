package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.hosting.CloudFrontHosting;
import dev.twinlens.local.hosting.CloudFrontSpec;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.S3Client;

/** The website when CloudFront serves it from a bucket. */
final class CloudFrontResources {
  private final S3Client s3;
  private final AccessControl access;
  private final DeploymentContext context;
  private final DeploymentState state;
  private final SitePort port;
  private final Map<String, Map<String, String>> headerPolicies = new ConcurrentHashMap<>();

  /**
   * @param port where a distribution is served
   */
  CloudFrontResources(S3Client s3, AccessControl access, DeploymentContext context, SitePort port) {
    this.s3 = s3;
    this.access = access;
    this.context = context;
    this.state = context.state();
    this.port = port;
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:cloudfront/originAccessControl:OriginAccessControl", this::originAccessControl)
        .type(
            "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
            this::headersPolicy,
            headerPolicies::remove)
        .type("aws:cloudfront/distribution:Distribution", this::distribution, port::stop);
  }

  /** A distribution reads every bucket as if it signed its requests with such a control. */
  private Provisioned originAccessControl(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("description", Reasons.DESCRIPTION);
    inputs.requireValue("originAccessControlOriginType", "s3");
    inputs.requireValue("signingBehavior", "always");
    inputs.requireValue("signingProtocol", "sigv4");
    return new Provisioned(
        "E" + state.identifier(request.urn(), "id", 13),
        Map.of("name", inputs.optionalString("name").orElse(request.name())));
  }

  private Provisioned headersPolicy(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("comment", Reasons.DESCRIPTION);
    String id = state.identifier(request.urn(), "id", 32);
    headerPolicies.put(id, ResponseHeaders.of(inputs));
    return new Provisioned(
        id, Map.of("name", inputs.optionalString("name").orElse(request.name())));
  }

  private Provisioned distribution(ResourceRequest request) {
    String id = "E" + state.identifier(request.urn(), "id", 13).toUpperCase(Locale.ROOT);
    String arn = context.arns().global("cloudfront", "distribution/" + id);
    String domain = "d" + state.identifier(request.urn(), "domain", 13) + ".cloudfront.net";
    context.domainNames().add(domain, port.address());
    DistributionInputs distribution =
        new DistributionInputs(bucket -> new OriginBucket(s3, access, bucket, arn), headerPolicies);
    CloudFrontSpec spec = distribution.spec(request.inputs());
    port.serve(id, bound -> CloudFrontHosting.start(spec, bound));
    return new Provisioned(id, Map.of("arn", arn, "domainName", domain));
  }
}
