package dev.twinlens.local.services.dynamodb;

import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.LocalAccount;
import dev.twinlens.local.services.http.ErrorFormat;
import dev.twinlens.local.services.http.Exchange;
import dev.twinlens.local.services.http.JsonProtocol;
import dev.twinlens.local.services.http.MalformedRequestException;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.http.ServiceCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Request;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/** DynamoDB Local's own request handler, without its server, which listens on every address. */
public final class DynamoDbService implements Service, AutoCloseable {
  private static final JsonProtocol PROTOCOL = new JsonProtocol("1.0");

  private final LocalDynamoDBRequestHandler tables;
  private final LocalDynamoDBServerHandler handler;
  private final DynamoDbActions actions;

  private DynamoDbService(LocalDynamoDBRequestHandler tables, DynamoDbActions actions) {
    this.tables = tables;
    this.handler = new LocalDynamoDBServerHandler(tables, /* corsParam= */ null);
    this.actions = actions;
  }

  /**
   * Opens the tables.
   *
   * @param directory for their data; created if absent
   */
  public static DynamoDbService start(Path directory, LocalAccount account) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DynamoDbService(
        new LocalDynamoDBRequestHandler(
            /* authorityLevel= */ 0,
            /* runInMemory= */ false,
            directory.toAbsolutePath().toString(),
            /* sharedDb= */ true,
            /* delayTransientStatuses= */ false),
        new DynamoDbActions(account.arnPrefix("dynamodb") + "table/"));
  }

  @Override
  public List<RequiredPermission> requiredPermissions(ServiceCall call)
      throws UnknownOperationException, MalformedRequestException {
    return actions.of(call.target(), JsonProtocol.parameters(call));
  }

  @Override
  public void handle(ServiceCall call, Exchange exchange) throws Exception {
    handler.handle(
        new Replayed(exchange.request(), call.body()), exchange.response(), exchange.callback());
  }

  @Override
  public ErrorFormat errors() {
    return PROTOCOL;
  }

  @Override
  public void close() {
    tables.shutdown();
  }

  /** A request whose body comes from memory: it has been read already. */
  private static final class Replayed extends Request.Wrapper {
    private final ByteBufferContentSource content;

    Replayed(Request request, byte[] body) {
      super(request);
      content = new ByteBufferContentSource(ByteBuffer.wrap(body));
    }

    @Override
    public Content.Chunk read() {
      return content.read();
    }

    @Override
    public void demand(Runnable demandCallback) {
      content.demand(demandCallback);
    }

    @Override
    public void fail(Throwable failure) {
      content.fail(failure);
    }
  }
}
