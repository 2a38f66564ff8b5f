package dev.twinlens.local.services.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.Requirement;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.AuthenticationException;
import dev.twinlens.local.services.http.Call;
import dev.twinlens.local.services.http.JsonProtocol;
import dev.twinlens.local.services.http.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/** DynamoDB Local's own request handler, without its server (which listens on every address). */
public final class DynamoDb implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final JsonProtocol PROTOCOL = new JsonProtocol("1.0");

  private final LocalDynamoDBRequestHandler tables;
  private final LocalDynamoDBServerHandler handler;
  private final DynamoDbActions actions;

  private DynamoDb(
      LocalDynamoDBRequestHandler tables,
      LocalDynamoDBServerHandler handler,
      DynamoDbActions actions) {
    this.tables = tables;
    this.handler = handler;
    this.actions = actions;
  }

  public static DynamoDb start(Path directory, String region, String accountId) throws IOException {
    Files.createDirectories(directory);
    LocalDynamoDBRequestHandler tables =
        new LocalDynamoDBRequestHandler(
            /* authorityLevel= */ 0,
            /* runInMemory= */ false,
            directory.toAbsolutePath().toString(),
            /* sharedDb= */ true,
            /* delayTransientStatuses= */ false);
    return new DynamoDb(
        tables,
        new LocalDynamoDBServerHandler(tables, /* corsParam= */ null),
        new DynamoDbActions("arn:aws:dynamodb:%s:%s:table/".formatted(region, accountId)));
  }

  /** The call's body, which DynamoDB Local will read again: nothing in it may mean two things. */
  public JsonNode parameters(Call call) throws JsonProcessingException {
    return JSON.readTree(new String(call.body(), UTF_8));
  }

  public List<Requirement> requirements(Call call, JsonNode parameters)
      throws UnknownOperationException {
    return actions.of(call.target(), parameters);
  }

  public Reply refuse(JsonProcessingException e) {
    return PROTOCOL.error(
        400, "com.amazon.coral.service#SerializationException", e.getOriginalMessage());
  }

  public Reply deny(AccessDeniedException e) {
    return PROTOCOL.deny(e);
  }

  public Reply refuse(AuthenticationException e) {
    return PROTOCOL.refuse(e);
  }

  /** Passes the request on; its body has been read already. */
  public boolean handle(Request request, byte[] body, Response response, Callback callback)
      throws Exception {
    return handler.handle(new Reread(request, body), response, callback);
  }

  @Override
  public void close() {
    tables.shutdown();
  }

  /** A request whose body comes from memory. */
  private static final class Reread extends Request.Wrapper {
    private final ByteBufferContentSource content;

    Reread(Request request, byte[] body) {
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
