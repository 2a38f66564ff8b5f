package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.deployment.engine.Inputs;
import dev.twinlens.local.hosting.CloudFrontSpec;
import dev.twinlens.local.hosting.CloudFrontSpec.Behavior;
import dev.twinlens.local.hosting.CloudFrontSpec.Origin;
import dev.twinlens.local.hosting.ObjectReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads what the program declares of a CloudFront distribution. What the laptop's distributions do
 * not do is refused by name rather than left out: a page that works here has to work there.
 */
final class DistributionInputs {
  /** AWS's managed cache policies by their identifiers; a laptop caches nothing, so any will do. */
  private static final Map<String, String> CACHE_POLICIES =
      Map.of(
          "658327ea-f89d-4fab-a63d-7e88639e58f6", "CachingOptimized",
          "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "CachingDisabled");

  /** AWS's managed origin request policy AllViewerExceptHostHeader. */
  private static final String ALL_VIEWER_EXCEPT_HOST_HEADER =
      "b689b0a8-53d0-40ab-baf2-68738e2966ac";

  private static final Set<String> ORIGIN =
      Set.of("originId", "domainName", "originAccessControlId", "customOriginConfig");
  private static final Set<String> BEHAVIOR =
      Set.of(
          "pathPattern",
          "targetOriginId",
          "viewerProtocolPolicy",
          "allowedMethods",
          "cachedMethods",
          "compress",
          "cachePolicyId",
          "originRequestPolicyId",
          "responseHeadersPolicyId");

  /** What AWS lets a distribution allow, and nothing in between. */
  private static final List<Set<String>> METHODS =
      List.of(
          Set.of("GET", "HEAD"),
          Set.of("GET", "HEAD", "OPTIONS"),
          Set.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"));

  /** The hosts of this machine's own servers; in the cloud, the API's host stands there. */
  private static final Pattern LOCAL = Pattern.compile("127\\.0\\.0\\.1:\\d+");

  private static final Pattern BUCKET = Pattern.compile("(.+?)\\.s3[.-].*");

  private final Function<String, ObjectReader> buckets;
  private final Map<String, Map<String, String>> headerPolicies;

  /**
   * @param buckets reads a bucket, given its name, with the distribution's right
   * @param headerPolicies the response headers policies that are declared, by their identifiers
   */
  DistributionInputs(
      Function<String, ObjectReader> buckets, Map<String, Map<String, String>> headerPolicies) {
    this.buckets = buckets;
    this.headerPolicies = headerPolicies;
  }

  /**
   * @throws IllegalArgumentException naming what the laptop's distributions do not do
   */
  CloudFrontSpec spec(Inputs distribution) {
    distribution.requireNone("the laptop's distributions", "customErrorResponses");
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
    String id = origin.string("originId");
    refuseOthers("origin " + id, origin, ORIGIN);
    String domainName = origin.string("domainName");
    Optional<Inputs> server = origin.optionalObject("customOriginConfig");
    if (server.isPresent()) {
      String protocol = server.get().string("originProtocolPolicy");
      if (!protocol.equals("https-only")) {
        throw new IllegalArgumentException(
            "the origin %s is reached by %s: a server is reached by https-only"
                .formatted(id, protocol));
      }
      if (!LOCAL.matcher(domainName).matches()) {
        throw new IllegalArgumentException(
            "the origin %s, %s, is no server of this laptop".formatted(id, domainName));
      }
      return new Origin.Server(URI.create("http://" + domainName));
    }
    var bucket = BUCKET.matcher(domainName);
    if (!bucket.matches()) {
      throw new IllegalArgumentException(
          "the origin %s, %s, is neither a bucket nor has it a customOriginConfig"
              .formatted(id, domainName));
    }
    if (!origin.has("originAccessControlId")) {
      throw new IllegalArgumentException(
          "the origin %s is a bucket without originAccessControlId: nobody could read it"
              .formatted(id));
    }
    return new Origin.Bucket(buckets.apply(bucket.group(1)));
  }

  private Behavior behavior(String pathPattern, Inputs behavior, Map<String, Origin> origins) {
    String name = "behaviour " + pathPattern;
    refuseOthers(name, behavior, BEHAVIOR);
    String originId = behavior.string("targetOriginId");
    Origin origin = origins.get(originId);
    if (origin == null) {
      throw new IllegalArgumentException("the %s: there is no origin %s".formatted(name, originId));
    }
    checkPolicies(name, behavior, origin);
    Set<String> methods = Set.copyOf(behavior.strings("allowedMethods"));
    if (!METHODS.contains(methods)) {
      throw new IllegalArgumentException(
          "the %s: allowedMethods must be one of %s".formatted(name, METHODS));
    }
    return new Behavior(
        pathPattern,
        origin,
        methods,
        behavior.optionalString("responseHeadersPolicyId").map(this::headers).orElseGet(Map::of),
        behavior.bool("compress", false));
  }

  private static void checkPolicies(String name, Inputs behavior, Origin origin) {
    String cache = behavior.string("cachePolicyId");
    if (!CACHE_POLICIES.containsKey(cache)) {
      throw new IllegalArgumentException(
          "the %s: the laptop does not know the cachePolicyId %s; it knows %s"
              .formatted(name, cache, CACHE_POLICIES));
    }
    String request = behavior.optionalString("originRequestPolicyId").orElse("");
    String known = origin instanceof Origin.Server ? ALL_VIEWER_EXCEPT_HOST_HEADER : "";
    if (!request.equals(known)) {
      throw new IllegalArgumentException(
          "the %s: the originRequestPolicyId must be %s (AllViewerExceptHostHeader) for a server"
                  .formatted(name, ALL_VIEWER_EXCEPT_HOST_HEADER)
              + " and absent for a bucket; it is \"%s\"".formatted(request));
    }
  }

  private Map<String, String> headers(String policyId) {
    Map<String, String> headers = headerPolicies.get(policyId);
    if (headers == null) {
      throw new IllegalArgumentException("there is no response headers policy " + policyId);
    }
    return headers;
  }

  private static void refuseOthers(String place, Inputs inputs, Set<String> known) {
    for (String property : inputs.asMap().keySet()) {
      if (!known.contains(property)) {
        throw new IllegalArgumentException(
            "the %s has the property '%s', which the laptop's distributions do not know"
                .formatted(place, property));
      }
    }
  }
}
