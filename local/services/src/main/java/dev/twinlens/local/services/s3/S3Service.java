package dev.twinlens.local.services.s3;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.services.access.Authorizer;
import dev.twinlens.local.services.auth.AccessKeys;
import dev.twinlens.local.services.auth.Authenticator;
import dev.twinlens.local.services.auth.LocalAccount;
import dev.twinlens.local.services.integration.ServiceObjectReader;
import dev.twinlens.local.services.integration.TopicPublisher;
import dev.twinlens.local.services.s3.awssdk.S3Stores;
import dev.twinlens.local.services.state.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;

/** S3: joins its HTTP layer, its access checks and its stores. */
public final class S3Service {
  private final S3Servlet servlet;
  private final ServiceObjectReader reader;

  private S3Service(S3Servlet servlet, ServiceObjectReader reader) {
    this.servlet = servlet;
    this.reader = reader;
  }

  /**
   * What S3 works with.
   *
   * @param directory for the bytes of objects
   * @param topics receives the events of objects
   */
  public record Config(
      Path directory,
      StateStore state,
      InstantSource clock,
      LocalAccount account,
      AccessKeys keys,
      Authenticator authenticator,
      AccessControl access,
      Authorizer authorizer,
      TopicPublisher topics) {}

  /** Opens the stores and removes the files of interrupted uploads. */
  public static S3Service open(Config config) throws IOException {
    StateStore state = config.state();
    InstantSource clock = config.clock();
    BucketConfigurations configurations = new BucketConfigurations(state);
    EventNotifications notifications =
        new EventNotifications(state, configurations, config.topics(), clock, config.account());
    BlobFiles files = new BlobFiles(config.directory());
    ObjectStore objects = new ObjectStore(state, files, clock, notifications);
    MultipartUploads uploads = new MultipartUploads(state, files, objects, clock);
    files.keepOnly(Stream.concat(objects.files(), uploads.files()).collect(Collectors.toSet()));
    BucketAccess access = new BucketAccess(config.access(), config.authorizer(), configurations);
    S3Stores stores =
        new S3Stores(objects, uploads, files, configurations::removeAll, config.account().region());
    return new S3Service(
        new S3Servlet(
            new BucketCors(configurations),
            new S3Authentication(config.authenticator(), clock),
            access,
            new BucketConfigurationRequests(objects, configurations, notifications),
            new ObjectTaggingRequests(objects),
            new S3Protocol(config.keys(), stores)),
        new StoredObjectReader(access, objects, files));
  }

  /** Handles S3's requests. */
  public Handler handler() {
    ServletContextHandler context = new ServletContextHandler();
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addServlet(new ServletHolder(servlet), "/*");
    return context;
  }

  /** Reads objects for other services. */
  public ServiceObjectReader reader() {
    return reader;
  }
}
