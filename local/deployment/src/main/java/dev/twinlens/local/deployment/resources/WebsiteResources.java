package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.deployment.engine.DeploymentFailure;
import dev.twinlens.local.deployment.engine.Inputs;
import dev.twinlens.local.deployment.engine.Provisioned;
import dev.twinlens.local.deployment.engine.ResourceRequest;
import dev.twinlens.local.hosting.AmplifyHosting;
import dev.twinlens.local.hosting.AmplifySpec;
import dev.twinlens.local.hosting.CloudFrontHosting;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.support.CloseableStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The website, hosted by Amplify from the repository or by CloudFront from a bucket; a stack has
 * one of them, and it gets the port that the person asked for.
 *
 * <p>Each hands out a domain name as soon as it is declared, long before it is served: other
 * resources need it.
 */
final class WebsiteResources implements AutoCloseable {
  private final S3Client s3;
  private final AccessControl access;
  private final Arns arns;
  private final DeploymentState state;
  private final DomainNames domainNames;
  private final Path programDirectory;
  private final Path dataDirectory;
  private final int port;
  private final Map<String, Inputs> amplifyApps = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> headerPolicies = new ConcurrentHashMap<>();
  private final CloseableStack served = new CloseableStack();

  WebsiteResources(
      S3Client s3,
      AccessControl access,
      Arns arns,
      DeploymentState state,
      DomainNames domainNames,
      Path programDirectory,
      Path dataDirectory,
      int port) {
    this.s3 = s3;
    this.access = access;
    this.arns = arns;
    this.state = state;
    this.domainNames = domainNames;
    this.programDirectory = programDirectory;
    this.dataDirectory = dataDirectory;
    this.port = port == 0 ? state.port("site") : free(port);
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:amplify/app:App", this::amplifyApp)
        .type("aws:amplify/branch:Branch", this::amplifyBranch)
        .type("aws:cloudfront/originAccessControl:OriginAccessControl", this::accessControl)
        .type("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", this::headersPolicy)
        .type("aws:cloudfront/distribution:Distribution", this::distribution);
  }

  @Override
  public void close() {
    served.close();
  }

  /** Found out before anything is provisioned, not when the site is served at last. */
  private static int free(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new DeploymentFailure(
          "port %d is taken: choose another with --port, or leave --port out".formatted(port), e);
    }
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Its files are served under their own paths, to everybody who reaches this machine; an app that
   * leads elsewhere, or asks who is there, is refused.
   */
  private Provisioned amplifyApp(ResourceRequest request) {
    request.inputs().requireNone("the laptop's Amplify apps", "customRules", "enableBasicAuth");
    String id = "d" + state.identifier(request.urn(), "app id", 13);
    String domain = id + ".amplifyapp.com";
    domainNames.add(domain, address());
    amplifyApps.put(id, request.inputs());
    return new Provisioned(
        id,
        Map.of(
            "name", request.inputs().optionalString("name").orElse(request.name()),
            "arn", arns.of("amplify", "apps/" + id),
            "defaultDomain", domain));
  }

  private Provisioned amplifyBranch(ResourceRequest request) {
    Inputs branch = request.inputs();
    branch.requireNone("the laptop's Amplify branches", "enableBasicAuth");
    String id = branch.string("appId");
    Inputs app = amplifyApps.get(id);
    if (app == null) {
      throw new IllegalArgumentException("there is no Amplify app " + id);
    }
    served.add(
        AmplifyHosting.start(
            new AmplifySpec(
                programDirectory,
                dataDirectory,
                app.string("buildSpec"),
                app.stringMap("environmentVariables"),
                branch.stringMap("environmentVariables"),
                app.optionalString("customHeaders").orElse("")),
            port));
    String name = branch.string("branchName");
    return new Provisioned(
        id + "/" + name, Map.of("arn", arns.of("amplify", "apps/" + id + "/branches/" + name)));
  }

  private Provisioned accessControl(ResourceRequest request) {
    return new Provisioned(
        "E" + state.identifier(request.urn(), "id", 13),
        Map.of("name", request.inputs().optionalString("name").orElse(request.name())));
  }

  private Provisioned headersPolicy(ResourceRequest request) {
    String id = state.identifier(request.urn(), "id", 32);
    headerPolicies.put(id, ResponseHeaders.of(request.inputs()));
    return new Provisioned(
        id, Map.of("name", request.inputs().optionalString("name").orElse(request.name())));
  }

  private Provisioned distribution(ResourceRequest request) {
    String id = "E" + state.identifier(request.urn(), "id", 13).toUpperCase(Locale.ROOT);
    String arn = arns.global("cloudfront", "distribution/" + id);
    String domain = "d" + state.identifier(request.urn(), "domain", 13) + ".cloudfront.net";
    domainNames.add(domain, address());
    DistributionInputs inputs =
        new DistributionInputs(bucket -> new OriginBucket(s3, access, bucket, arn), headerPolicies);
    served.add(CloudFrontHosting.start(inputs.spec(request.inputs()), port));
    return new Provisioned(id, Map.of("arn", arn, "domainName", domain));
  }
}
