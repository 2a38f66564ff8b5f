package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.lambda.LambdaService;
import dev.twinlens.local.services.AwsServices;
import dev.twinlens.local.services.auth.AccessKey;
import dev.twinlens.local.support.CloseableStack;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The embedded services of one deployment, with a provisioner for each type of resource. */
public final class Laptop {
  private static final String ACCOUNT_ID = "000000000000";

  private final String region;
  private final AwsServices aws;
  private final AwsClients clients;
  private final LambdaService lambda;
  private final LambdaResources functions;
  private final ApiGatewayResources apis;
  private final AzureResources azure;
  private final WebsiteResources websites;
  private final DomainNames domainNames;
  private final LaptopProvider provider;

  /**
   * Starts the services that are there before any resource is: AWS's and the runner of functions.
   *
   * @param sitePort the website's port on 127.0.0.1, 0 for any free one
   * @param closing takes everything that is started, also when the rest fails to start
   * @param accessControlled told who may do what before anything is that may do something
   */
  public Laptop(
      Path programDirectory,
      Path dataDirectory,
      String stack,
      String region,
      int sitePort,
      CloseableStack closing,
      Consumer<AccessControl> accessControlled) {
    this.region = region;
    DeploymentState state = DeploymentState.open(dataDirectory, stack);
    Arns arns = new Arns(region, ACCOUNT_ID);
    aws =
        closing.add(
            AwsServices.start(
                new AwsServices.Options(
                    dataDirectory.resolve("aws"), state.port("aws"), region, ACCOUNT_ID)));
    accessControlled.accept(aws.access());
    clients = closing.add(new AwsClients(aws.endpoint(), region, aws.administrator()));
    azure = closing.add(new AzureResources(state, dataDirectory));
    lambda =
        closing.add(
            new LambdaService(
                aws.access(), dataDirectory.resolve("functions"), dataDirectory.resolve("logs")));
    IamResources iam = new IamResources(aws.access(), arns, state);
    functions = new LambdaResources(lambda, aws, iam, clients.sqs(), arns, state, programDirectory);
    apis = closing.add(new ApiGatewayResources(lambda, arns, state, dataDirectory.resolve("logs")));
    domainNames = new DomainNames();
    websites =
        closing.add(
            new WebsiteResources(
                clients.s3(),
                aws.access(),
                arns,
                state,
                domainNames,
                programDirectory,
                dataDirectory,
                sitePort));
    ProvisionerRegistry registry = new ProvisionerRegistry();
    new AccountResources(arns).register(registry);
    iam.register(registry);
    new S3Resources(clients.s3(), arns, state, domainNames, aws.endpoint(), programDirectory)
        .register(registry);
    new SnsResources(clients.sns(), arns, state).register(registry);
    new SqsResources(clients.sqs(), arns, state).register(registry);
    new DynamoDbResources(clients.dynamoDb(), arns, state).register(registry);
    new ObservabilityResources(arns, state).register(registry);
    functions.register(registry);
    apis.register(registry);
    azure.register(registry);
    websites.register(registry);
    provider = new LaptopProvider(registry, state, domainNames);
  }

  public LaptopProvider provider() {
    return provider;
  }

  /** Serves the APIs and lets the queues be consumed: the program has declared everything. */
  public void activate() {
    apis.activate();
    functions.activate();
  }

  /** The values with public origins replaced by their addresses on this machine. */
  public Map<String, Object> localise(Map<String, Object> values) {
    return domainNames.localise(values);
  }

  /** Who may do what, and what has been made of it. */
  public AccessControl access() {
    return aws.access();
  }

  /** The functions. */
  public LambdaService lambda() {
    return lambda;
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
