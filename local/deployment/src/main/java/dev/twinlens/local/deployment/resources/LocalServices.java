package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.eventbridge.EventBridge;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.lambda.LambdaService;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.plugin.ResourceTypes;
import dev.twinlens.local.services.AwsServices;
import dev.twinlens.local.services.auth.AccessKey;
import dev.twinlens.local.support.BoundPort;
import dev.twinlens.local.support.CloseableStack;
import dev.twinlens.local.support.DaemonThreads;
import dev.twinlens.local.support.ServerListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** The embedded services of one deployment, with a provisioner for each type of resource. */
public final class LocalServices {
  private static final String ACCOUNT_ID = "000000000000";

  /**
   * What to start.
   *
   * @param programDirectory where the program's relative paths start
   * @param dataDirectory keeps the data of services
   * @param stack the stack's name
   * @param region AWS's region
   * @param sitePort the website's port on 127.0.0.1; 0 for any free port
   * @param s3Clock the time that S3 records of objects and events
   * @param listener gets what happens to the servers after their start
   */
  public record Options(
      Path programDirectory,
      Path dataDirectory,
      String stack,
      String region,
      int sitePort,
      InstantSource s3Clock,
      ServerListener listener) {}

  private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);

  private final String region;
  private final AwsServices aws;
  private final LambdaService lambda;
  private final LambdaResources functions;
  private final ApiGatewayResources apis;
  private final EventBridgeResources schedules;
  private final AzureResources azure;
  private final AmplifyResources sites;
  private final DomainNames domainNames = new DomainNames();
  private final LocalProvider provider;

  /**
   * Starts the services that exist before any resource: those of AWS, and Lambda.
   *
   * @param closing gets everything that is started, also when something else fails to start
   * @param accessControlled gets the access control before anything can be permitted
   */
  public LocalServices(
      Options options, CloseableStack closing, Consumer<AccessControl> accessControlled) {
    region = options.region();
    Path data = options.dataDirectory();
    DeploymentState state = DeploymentState.open(data, options.stack());
    SitePort site = closing.add(new SitePort(sitePort(options.sitePort(), state)));
    aws =
        closing.add(
            AwsServices.start(
                new AwsServices.Options(
                    data.resolve("aws"),
                    state.bindPort("aws"),
                    region,
                    ACCOUNT_ID,
                    options.s3Clock()),
                options.listener()));
    accessControlled.accept(aws.access());
    AdministratorClients clients =
        closing.add(new AdministratorClients(aws.endpoint(), region, aws.administrator()));
    DeploymentContext context =
        new DeploymentContext(
            new Arns(region, ACCOUNT_ID), state, domainNames, options.programDirectory(), data);
    azure = closing.add(new AzureResources(context, options.listener()));
    lambda =
        closing.add(
            new LambdaService(aws.access(), data.resolve("functions"), data.resolve("logs")));
    aws.invokeWith(new InvokableFunctions(lambda));
    schedules = closing.add(new EventBridgeResources(new ScheduledFunctions(lambda), context));
    IamResources iam = new IamResources(aws.access(), context);
    functions = new LambdaResources(lambda, aws, iam, clients.sqs(), context);
    ExecutorService checks = closing.add(DaemonThreads.forEachTask("health"));
    ServiceHealth health =
        new ServiceHealth(
            checks,
            HEALTH_TIMEOUT,
            Map.of(
                "DynamoDB", () -> clients.dynamoDb().listTables(list -> list.limit(1)),
                "S3", () -> clients.s3().listBuckets(),
                "SQS", () -> clients.sqs().listQueues(list -> list.maxResults(1)),
                "Azure Blob Storage", () -> azure.requireWorking(HEALTH_TIMEOUT)));
    apis =
        closing.add(
            new ApiGatewayResources(
                new HealthRoute(new GatewayFunctions(lambda), health), context));

    ProvisionerRegistry registry = new ProvisionerRegistry();
    new AccountResources(context.arns()).register(registry);
    iam.register(registry);
    new S3Resources(clients.s3(), aws.endpoint(), context).register(registry);
    new BucketObjectResources(clients.s3(), context).register(registry);
    new SnsResources(clients.sns(), context).register(registry);
    new SqsResources(clients.sqs(), context).register(registry);
    new DynamoDbResources(clients.dynamoDb(), context).register(registry);
    new ObservabilityResources(context).register(registry);
    functions.register(registry);
    schedules.register(registry);
    apis.register(registry);
    azure.register(registry);
    sites = new AmplifyResources(context, site);
    aws.buildWith(sites);
    sites.register(registry);
    new CloudFrontResources(clients.s3(), aws.access(), context, site).register(registry);
    provider = new LocalProvider(registry, state, domainNames);
  }

  /** Checked before anything is provisioned: the site is served last. */
  private static BoundPort sitePort(int port, DeploymentState state) {
    if (port == 0) {
      return state.bindPort("site");
    }
    try {
      return BoundPort.at(port);
    } catch (IOException e) {
      throw new DeploymentFailure(
          "port %d is taken; choose another with --port, or omit --port".formatted(port), e);
    }
  }

  public LocalProvider provider() {
    return provider;
  }

  /** How the clouds name and replace what the provider makes. */
  public ResourceTypes resourceTypes() {
    return ResourceFacts.load();
  }

  /**
   * Serves the website and the APIs, starts to consume the queues and lets scheduled rules fire.
   * Afterwards each change takes effect at once.
   */
  public void activate() {
    awaitSite();
    apis.activate();
    functions.activate();
    schedules.activate();
  }

  /** Waits until the website's builds have ended. */
  public void awaitSite() {
    sites.awaitBuilds();
  }

  /** The values with public origins replaced by their addresses on this machine. */
  public Map<String, Object> rewriteOrigins(Map<String, Object> values) {
    return domainNames.rewriteOrigins(values);
  }

  /** Each principal's permissions, and how they were used. */
  public AccessControl access() {
    return aws.access();
  }

  /** The functions. */
  public LambdaService lambda() {
    return lambda;
  }

  /** The scheduled rules. */
  public EventBridge eventBridge() {
    return schedules.eventBridge();
  }

  /** The shell variables with which an administrator reaches the services of both clouds. */
  public Map<String, String> environment() {
    AccessKey administrator = aws.administrator();
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
    environment.put("TWINLENS_ENDPOINT_WITHOUT_TLS", aws.plainEndpoint().toString());
    environment.put("AWS_ACCESS_KEY_ID", administrator.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", administrator.secretAccessKey());
    environment.put("AWS_REGION", region);
    environment.put("AWS_DEFAULT_REGION", region);
    azure
        .connectionString()
        .ifPresent(value -> environment.put("AZURE_STORAGE_CONNECTION_STRING", value));
    return environment;
  }
}
