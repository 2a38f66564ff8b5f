package dev.twinlens.local.services;

import static java.util.stream.Collectors.toMap;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.rekognition.RekognitionService;
import dev.twinlens.local.services.access.Authorizer;
import dev.twinlens.local.services.amplify.AmplifyEndpoint;
import dev.twinlens.local.services.auth.AccessKey;
import dev.twinlens.local.services.auth.AccessKeys;
import dev.twinlens.local.services.auth.Authenticator;
import dev.twinlens.local.services.auth.LocalAccount;
import dev.twinlens.local.services.dynamodb.DynamoDbService;
import dev.twinlens.local.services.faults.FaultDoor;
import dev.twinlens.local.services.faults.InjectedFaults;
import dev.twinlens.local.services.faults.ThrottledService;
import dev.twinlens.local.services.front.FrontServer;
import dev.twinlens.local.services.front.ServiceRouter;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.integration.DeliveryPlan;
import dev.twinlens.local.services.integration.FunctionInvocations;
import dev.twinlens.local.services.integration.SiteBuilds;
import dev.twinlens.local.services.lambda.LambdaEndpoint;
import dev.twinlens.local.services.rekognition.RekognitionEndpoint;
import dev.twinlens.local.services.s3.S3Service;
import dev.twinlens.local.services.sns.SnsService;
import dev.twinlens.local.services.sqs.SqsService;
import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.sts.StsService;
import dev.twinlens.local.support.BoundPort;
import dev.twinlens.local.support.CloseableStack;
import dev.twinlens.local.support.ServerListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AWS on this machine: S3, DynamoDB, SQS, SNS, STS, Rekognition, Lambda and Amplify behind one
 * address. The credential scope of a request's signature names its service. All data is in one
 * directory and survives a restart.
 *
 * <p>One instance per JVM at a time (ElasticMQ's database belongs to the JVM) and per data
 * directory.
 */
public final class AwsServices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AwsServices.class);

  private final FrontServer front;
  private final AccessKeys keys;
  private final AccessControl access;
  private final LambdaEndpoint lambda;
  private final AmplifyEndpoint amplify;
  private final CloseableStack parts;

  private AwsServices(
      FrontServer front,
      AccessKeys keys,
      AccessControl access,
      LambdaEndpoint lambda,
      AmplifyEndpoint amplify,
      CloseableStack parts) {
    this.front = front;
    this.lambda = lambda;
    this.amplify = amplify;
    this.keys = keys;
    this.access = access;
    this.parts = parts;
  }

  /**
   * How to run the services.
   *
   * @param dataDirectory for all data; created if absent
   * @param port where they are served; freed when they stop
   * @param region the name of the only region
   * @param accountId twelve digits
   * @param s3Clock the time that S3 records of objects and events
   */
  public record Options(
      Path dataDirectory, BoundPort port, String region, String accountId, InstantSource s3Clock) {
    /** With this machine's time. */
    public Options(Path dataDirectory, BoundPort port, String region, String accountId) {
      this(dataDirectory, port, region, accountId, InstantSource.system());
    }

    /** Any free port, us-east-1 and the account 000000000000. */
    public static Options in(Path dataDirectory) {
      return new Options(dataDirectory, BoundPort.any(), "us-east-1", "000000000000");
    }
  }

  /** {@link #start(Options, ServerListener)} without a listener. */
  public static AwsServices start(Options options) {
    return start(options, ServerListener.none());
  }

  /**
   * Starts the services and returns when all of them are ready, except for Rekognition's model: its
   * first call waits until the model is loaded.
   *
   * @param listener gets what happens to them afterwards
   * @throws IllegalStateException when the directory is in use
   */
  public static AwsServices start(Options options, ServerListener listener) {
    try (CloseableStack parts = new CloseableStack()) {
      return start(options, listener, parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AwsServices start(Options options, ServerListener listener, CloseableStack parts)
      throws IOException {
    parts.add(options.port());
    Path data = Files.createDirectories(options.dataDirectory().toAbsolutePath());
    Clock clock = Clock.systemUTC();
    LocalAccount account = new LocalAccount(options.region(), options.accountId());
    StateStore state = parts.add(StateStore.open(data.resolve("state.mv")));
    AccessKeys keys = AccessKeys.open(data.resolve("access-keys.json"), account.administratorArn());
    AccessControl access = new AccessControl(account.administratorArn(), clock);
    Authorizer authorizer = new Authorizer(access, clock);
    Authenticator authenticator = new Authenticator(keys, account.region(), clock);
    FrontServer front = parts.add(FrontServer.bind(options.port()));
    Optional<InjectedFaults> faults = InjectedFaults.allowedBy(System.getenv());

    // On another thread: it takes as long as the start of SQS.
    CompletableFuture<DynamoDbService> dynamoDb =
        CompletableFuture.supplyAsync(
            () -> DynamoDbService.start(data.resolve("dynamodb"), account));
    parts.add(() -> dynamoDb.join().close());
    SqsService sqs =
        parts.add(
            SqsService.start(
                new SqsService.Config(
                    data.resolve("sqs"),
                    state,
                    access,
                    front.endpoint(),
                    account,
                    faults.<DeliveryPlan>map(each -> each).orElse(DeliveryPlan.ONCE)),
                listener));
    RekognitionService rekognition = parts.add(RekognitionService.load());
    SnsService sns =
        parts.add(
            new SnsService(state, clock, access, account, sqs.sender(), data.resolve("mail")));
    S3Service s3 =
        S3Service.open(
            new S3Service.Config(
                data.resolve("s3"),
                state,
                options.s3Clock(),
                account,
                keys,
                authenticator,
                access,
                authorizer,
                sns.publisher()));
    LambdaEndpoint lambda = new LambdaEndpoint(account);
    AmplifyEndpoint amplify = new AmplifyEndpoint(account);
    Map<String, Service> others =
        withFaults(
            faults,
            Map.of(
                "dynamodb",
                dynamoDb.join(),
                "sqs",
                sqs,
                "sns",
                sns,
                "sts",
                new StsService(),
                "rekognition",
                new RekognitionEndpoint(rekognition, s3.reader()),
                "lambda",
                lambda,
                "amplify",
                amplify));
    parts.add(front::stop);
    Handler router = new ServiceRouter(authenticator, authorizer, s3.handler(), others);
    front.start(faults.<Handler>map(each -> new FaultDoor(each, router)).orElse(router));
    sns.start();
    LOG.info("AWS services at {}", front.endpoint());
    return new AwsServices(front, keys, access, lambda, amplify, parts.release());
  }

  private static Map<String, Service> withFaults(
      Optional<InjectedFaults> faults, Map<String, Service> services) {
    return faults
        .map(
            each ->
                services.entrySet().stream()
                    .collect(
                        toMap(
                            Map.Entry::getKey,
                            service ->
                                (Service)
                                    new ThrottledService(
                                        service.getKey(), service.getValue(), each))))
        .orElse(services);
  }

  /**
   * The address of all services. Requests to it count as encrypted: nothing leaves this machine.
   */
  public URI endpoint() {
    return front.endpoint();
  }

  /** The address of all services whose requests count as not encrypted, to test policies. */
  public URI plainEndpoint() {
    return front.plainEndpoint();
  }

  /** Serves Lambda's Invoke with these functions from now on. */
  public void invokeWith(FunctionInvocations functions) {
    lambda.connect(functions);
  }

  /** Serves Amplify's StartJob with these builds from now on. */
  public void buildWith(SiteBuilds builds) {
    amplify.connect(builds);
  }

  public AccessControl access() {
    return access;
  }

  /** The administrator's key, which belongs to the data directory. */
  public AccessKey administrator() {
    return keys.administrator();
  }

  /**
   * The key of a role, which belongs to the data directory as well.
   *
   * @param principalArn the role's ARN
   */
  public AccessKey createAccessKey(String principalArn) {
    return keys.of(principalArn);
  }

  /** Waits a short time for requests in progress, then stops everything. */
  @Override
  public void close() {
    parts.close();
  }
}
