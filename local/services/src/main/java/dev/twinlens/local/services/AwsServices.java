package dev.twinlens.local.services;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.rekognition.RekognitionService;
import dev.twinlens.local.services.access.Authorizer;
import dev.twinlens.local.services.auth.AccessKey;
import dev.twinlens.local.services.auth.AccessKeys;
import dev.twinlens.local.services.auth.Authenticator;
import dev.twinlens.local.services.dynamodb.DynamoDb;
import dev.twinlens.local.services.front.Front;
import dev.twinlens.local.services.rekognition.RekognitionFront;
import dev.twinlens.local.services.s3.BlobFiles;
import dev.twinlens.local.services.s3.BucketAccess;
import dev.twinlens.local.services.s3.BucketConfigurations;
import dev.twinlens.local.services.s3.EventNotifications;
import dev.twinlens.local.services.s3.MultipartUploads;
import dev.twinlens.local.services.s3.ObjectStore;
import dev.twinlens.local.services.s3.S3Servlet;
import dev.twinlens.local.services.s3.awssdk.DiskBlobStore;
import dev.twinlens.local.services.sns.SnsService;
import dev.twinlens.local.services.sns.Topics;
import dev.twinlens.local.services.sqs.SqsService;
import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.sts.StsService;
import dev.twinlens.local.support.LoopbackHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AWS on this machine: S3, DynamoDB, SQS, SNS, STS and Rekognition behind one address, told apart
 * by the credential scope of their signatures. Everything it keeps lies in one directory and is
 * there again after a restart.
 *
 * <p>One instance per JVM at a time (ElasticMQ's database belongs to the JVM) and per data
 * directory.
 */
public final class AwsServices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AwsServices.class);
  private static final long STOP_MILLIS = 2000;
  private static final long IDLE_AT_STOP_MILLIS = 200;
  private static final int MAX_THREADS = 200;

  private final URI endpoint;
  private final URI plainEndpoint;
  private final AccessKeys keys;
  private final AccessControl access;

  /** What to close, the last started first. */
  private final Deque<AutoCloseable> parts;

  private AwsServices(
      URI endpoint,
      URI plainEndpoint,
      AccessKeys keys,
      AccessControl access,
      Deque<AutoCloseable> parts) {
    this.endpoint = endpoint;
    this.plainEndpoint = plainEndpoint;
    this.keys = keys;
    this.access = access;
    this.parts = parts;
  }

  /**
   * How to run it.
   *
   * @param dataDirectory where everything is kept; made when it is not there
   * @param port on 127.0.0.1; 0 for a free one
   * @param region the name of the only region
   * @param accountId twelve digits
   */
  public record Options(Path dataDirectory, int port, String region, String accountId) {
    public Options {
      if (!accountId.matches("[0-9]{12}")) {
        throw new IllegalArgumentException("an account id has twelve digits: " + accountId);
      }
    }

    /** A free port, us-east-1 and the account 000000000000. */
    public static Options in(Path dataDirectory) {
      return new Options(dataDirectory, /* port= */ 0, "us-east-1", "000000000000");
    }
  }

  /**
   * Starts the services and answers when all of them are ready; Rekognition's model may still be
   * loading, its first call waits for it.
   *
   * @throws IllegalStateException when the port is taken or the directory is in use
   */
  public static AwsServices start(Options options) {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    boolean started = false;
    try {
      AwsServices services = start(options, parts);
      started = true;
      return services;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      if (!started) {
        close(parts);
      }
    }
  }

  private static AwsServices start(Options options, Deque<AutoCloseable> parts) throws IOException {
    Path data = options.dataDirectory().toAbsolutePath();
    Clock clock = Clock.systemUTC();
    Files.createDirectories(data);
    StateStore state = StateStore.open(data.resolve("state.mv"));
    parts.push(state);
    String administratorArn = "arn:aws:iam::" + options.accountId() + ":user/administrator";
    AccessKeys keys = AccessKeys.open(data.resolve("access-keys.json"), administratorArn);
    AccessControl access = new AccessControl(administratorArn, clock);
    Authorizer authorizer = new Authorizer(access, clock);
    Server server = server();
    ServerConnector connector = connector(server, options.port(), /* secure= */ true);
    parts.push(connector);
    ServerConnector plain = connector(server, /* port= */ 0, /* secure= */ false);
    parts.push(plain);
    URI endpoint = address(connector);

    CompletableFuture<SqsService> sqsStart =
        CompletableFuture.supplyAsync(
            () ->
                SqsService.start(
                    data.resolve("sqs"),
                    state,
                    access,
                    endpoint,
                    options.region(),
                    options.accountId()));
    parts.push(() -> sqsStart.thenAccept(SqsService::close).join());
    CompletableFuture<DynamoDb> dynamoDbStart =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return DynamoDb.start(
                    data.resolve("dynamodb"), options.region(), options.accountId());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    parts.push(() -> dynamoDbStart.thenAccept(DynamoDb::close).join());
    RekognitionService rekognition = RekognitionService.load();
    parts.push(rekognition);
    SqsService sqs = sqsStart.join();

    Topics topics =
        new Topics(
            state, clock, access, options.region(), options.accountId(), sqs, data.resolve("mail"));
    parts.push(topics);
    BucketConfigurations configurations = new BucketConfigurations(state);
    EventNotifications events =
        new EventNotifications(
            state, configurations, topics, clock, options.region(), options.accountId());
    BlobFiles files = new BlobFiles(data.resolve("s3"));
    ObjectStore objects = new ObjectStore(state, files, clock, events);
    MultipartUploads uploads = new MultipartUploads(state, files, objects, clock);
    files.keepOnly(Stream.concat(objects.files(), uploads.files()).collect(Collectors.toSet()));
    Authenticator authenticator = new Authenticator(keys, options.region(), clock);
    BucketAccess buckets = new BucketAccess(access, authorizer, configurations);
    S3Servlet s3 =
        new S3Servlet(
            objects,
            configurations,
            events,
            keys,
            authenticator,
            buckets,
            clock,
            (principal, current) ->
                new DiskBlobStore(
                    objects,
                    uploads,
                    files,
                    configurations::removeAll,
                    options.region(),
                    principal,
                    current));
    Front front =
        new Front(
            authenticator,
            authorizer,
            context(s3),
            dynamoDbStart.join(),
            Map.of(
                "sqs", sqs,
                "sns", new SnsService(topics),
                "sts", new StsService(options.accountId()),
                "rekognition", new RekognitionFront(rekognition, objects, files, buckets)));
    server.setHandler(new GracefulHandler(new LoopbackHosts(front)));
    parts.push(() -> stop(server));
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the AWS services cannot start", e);
    }
    topics.start();
    LOG.info("AWS services at {}", endpoint);
    return new AwsServices(endpoint, address(plain), keys, access, parts);
  }

  private static void stop(Server server) throws Exception {
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.info("requests that were still waiting for their answer are broken off");
    }
  }

  private static Server server() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("aws");
    threads.setDaemon(true);
    Server server = new Server(threads);
    server.setStopTimeout(STOP_MILLIS);
    return server;
  }

  /**
   * Takes the port before anything else is started, so that queue URLs can name it.
   *
   * @param secure what comes this way counts as having come over TLS
   */
  private static ServerConnector connector(Server server, int port, boolean secure)
      throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    // Signatures cover paths and headers as they were sent, and a key may hold any character.
    http.setUriCompliance(UriCompliance.LEGACY);
    http.setHttpCompliance(HttpCompliance.LEGACY);
    http.setHeaderCacheCaseSensitive(true);
    http.setSendServerVersion(false);
    http.addCustomizer((request, responseHeaders) -> new Transport(request, secure));
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setShutdownIdleTimeout(IDLE_AT_STOP_MILLIS);
    server.addConnector(connector);
    try {
      connector.open();
    } catch (IOException e) {
      if (e instanceof BindException || e.getCause() instanceof BindException) {
        throw new IllegalStateException(
            "port " + port + " is taken: stop what uses it, or choose another port", e);
      }
      throw e;
    }
    return connector;
  }

  private static URI address(ServerConnector connector) {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /** A request that says whether it came over what stands for TLS. */
  private static final class Transport extends Request.Wrapper {
    private final boolean secure;

    Transport(Request request, boolean secure) {
      super(request);
      this.secure = secure;
    }

    @Override
    public boolean isSecure() {
      return secure;
    }
  }

  private static ServletContextHandler context(S3Servlet s3) {
    ServletContextHandler context = new ServletContextHandler();
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addServlet(new ServletHolder(s3), "/*");
    return context;
  }

  /** Where all services are reached, as over TLS: nothing leaves this machine. */
  public URI endpoint() {
    return endpoint;
  }

  /**
   * Where all services are reached as without TLS: policies that demand it deny what comes this
   * way.
   */
  public URI plainEndpoint() {
    return plainEndpoint;
  }

  /** Who may do what. */
  public AccessControl access() {
    return access;
  }

  /** The administrator's key: the same as long as the data directory is. */
  public AccessKey administrator() {
    return keys.administrator();
  }

  /**
   * The key of a role. A role keeps its key across restarts of the same data directory.
   *
   * @param principalArn the role's ARN
   */
  public AccessKey createAccessKey(String principalArn) {
    return keys.of(principalArn);
  }

  /** Ends what is being answered, then stops everything. */
  @Override
  public void close() {
    close(parts);
  }

  private static void close(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        // The other parts are to be closed all the same.
        LOG.warn("a part of the AWS services does not stop", e);
      }
    }
  }
}
