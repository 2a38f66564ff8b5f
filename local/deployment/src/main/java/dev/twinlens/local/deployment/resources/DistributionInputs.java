package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.hosting.CloudFrontSpec;
import dev.twinlens.local.hosting.CloudFrontSpec.Behavior;
import dev.twinlens.local.hosting.CloudFrontSpec.Origin;
import dev.twinlens.local.hosting.ObjectReader;
import dev.twinlens.local.pulumi.Inputs;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the inputs of a CloudFront distribution. */
final class DistributionInputs {
  // AWS's managed policies, by their names.
  private static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
  private static final String CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
  private static final String ALL_VIEWER_EXCEPT_HOST_HEADER =
      "b689b0a8-53d0-40ab-baf2-68738e2966ac";

  /** The combinations of methods that CloudFront has. */
  private static final List<Set<String>> METHODS =
      List.of(
          Set.of("GET", "HEAD"),
          Set.of("GET", "HEAD", "OPTIONS"),
          Set.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"));

  /** The hosts of this machine's servers; in the cloud, the API's host is in their place. */
  private static final Pattern LOCAL = Pattern.compile("127\\.0\\.0\\.1:\\d+");

  private static final Pattern BUCKET = Pattern.compile("(.+?)\\.s3[.-].*");

  private final Function<String, ObjectReader> buckets;
  private final Map<String, Map<String, String>> headerPolicies;

  /**
   * @param buckets reads a bucket, given its name, with the distribution's permissions
   * @param headerPolicies the response headers policies that are declared, by their identifiers
   */
  DistributionInputs(
      Function<String, ObjectReader> buckets, Map<String, Map<String, String>> headerPolicies) {
    this.buckets = buckets;
    this.headerPolicies = headerPolicies;
  }

  /**
   * @throws IllegalArgumentException naming an input that is not implemented or not valid
   */
  CloudFrontSpec spec(Inputs distribution) {
    distribution.requireValue("enabled", true);
    distribution.ignore("comment", Reasons.DESCRIPTION);
    distribution.ignore("isIpv6Enabled", Reasons.PLAIN_HTTP);
    distribution.ignore("httpVersion", Reasons.PLAIN_HTTP);
    distribution.ignore("viewerCertificate", Reasons.PLAIN_HTTP);
    distribution.ignore("priceClass", "there is one edge location, this machine");
    distribution
        .object("restrictions")
        .object("geoRestriction")
        .requireValue("restrictionType", "none");
    Map<String, Origin> origins = new LinkedHashMap<>();
    for (Inputs origin : distribution.objects("origins")) {
      origins.put(origin.string("originId"), origin(origin));
    }
    List<Behavior> behaviors = new ArrayList<>();
    for (Inputs behavior : distribution.objects("orderedCacheBehaviors")) {
      behaviors.add(behavior(behavior.string("pathPattern"), behavior, origins));
    }
    behaviors.add(behavior("*", distribution.object("defaultCacheBehavior"), origins));
    return new CloudFrontSpec(
        distribution.optionalString("defaultRootObject").orElse(""), behaviors);
  }

  private Origin origin(Inputs origin) {
    String domainName = origin.string("domainName");
    Optional<Inputs> server = origin.optionalObject("customOriginConfig");
    if (server.isPresent()) {
      server.get().requireValue("originProtocolPolicy", "https-only");
      server.get().ignore("originSslProtocols", Reasons.PLAIN_HTTP);
      server.get().ignore("httpPort", Reasons.PLAIN_HTTP);
      server.get().ignore("httpsPort", Reasons.PLAIN_HTTP);
      if (!LOCAL.matcher(domainName).matches()) {
        throw origin.invalid("domainName", domainName + " is not a server of this machine");
      }
      return new Origin.Server(URI.create("http://" + domainName));
    }
    Matcher bucket = BUCKET.matcher(domainName);
    if (!bucket.matches()) {
      throw origin.invalid(
          "domainName", domainName + " is not a bucket and has no customOriginConfig");
    }
    if (origin.string("originAccessControlId").isEmpty()) {
      throw origin.invalid("originAccessControlId", "is empty: the bucket could not be read");
    }
    return new Origin.Bucket(buckets.apply(bucket.group(1)));
  }

  private Behavior behavior(String pathPattern, Inputs behavior, Map<String, Origin> origins) {
    behavior.allowValue("viewerProtocolPolicy", "https-only", "redirect-to-https");
    behavior.noteWithoutEffect("viewerProtocolPolicy", Reasons.PLAIN_HTTP);
    behavior.ignore("cachedMethods", "nothing is cached here");
    behavior.requireValue("cachePolicyId", CACHING_OPTIMIZED, CACHING_DISABLED);
    behavior.noteWithoutEffect("cachePolicyId", "nothing is cached here");
    Origin origin = origins.get(behavior.string("targetOriginId"));
    if (origin == null) {
      throw behavior.invalid("targetOriginId", "is not an origin of the distribution");
    }
    // A bucket is sent no viewer headers: its policy stays unread, and so is refused.
    if (origin instanceof Origin.Server) {
      behavior.requireValue("originRequestPolicyId", ALL_VIEWER_EXCEPT_HOST_HEADER);
    }
    Set<String> methods = Set.copyOf(behavior.strings("allowedMethods"));
    if (!METHODS.contains(methods)) {
      throw behavior.invalid("allowedMethods", "must be one of " + METHODS);
    }
    return new Behavior(
        pathPattern,
        origin,
        methods,
        behavior
            .optionalString("responseHeadersPolicyId")
            .map(policy -> headers(behavior, policy))
            .orElseGet(Map::of),
        behavior.bool("compress", false));
  }

  private Map<String, String> headers(Inputs behavior, String policyId) {
    Map<String, String> headers = headerPolicies.get(policyId);
    if (headers == null) {
      throw behavior.invalid("responseHeadersPolicyId", "is not a policy of this program");
    }
    return headers;
  }
}
