package dev.twinlens.local.apigateway;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.twinlens.local.apigateway.FunctionResult.EventTooLarge;
import dev.twinlens.local.apigateway.FunctionResult.NotInvoked;
import dev.twinlens.local.apigateway.FunctionResult.Returned;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Functions of the tests' own process, with Lambda's limit and a permission for one API. */
final class InProcessFunctions implements FunctionInvoker {
  static final String ACCOUNT = "000000000000";
  static final String REGION = "eu-central-1";
  static final String API = "abc123";

  private static final int MAXIMUM_EVENT_BYTES = 6_291_456;

  /** What a function does with an event. */
  @FunctionalInterface
  interface Function {
    CompletableFuture<FunctionResult> handle(byte[] event);
  }

  private final Map<String, Function> functions = new ConcurrentHashMap<>();

  /** Adds a function that returns its event. */
  String echo() {
    return add(
        event ->
            CompletableFuture.completedFuture(
                new Returned(new String(event, StandardCharsets.UTF_8))));
  }

  String returning(String payload) {
    return add(event -> CompletableFuture.completedFuture(new Returned(payload)));
  }

  /** Adds a handler with the serialization that AWS's runtime interface client uses. */
  <I, O> String handler(RequestHandler<I, O> handler, Class<I> input, Class<O> output) {
    ClassLoader loader = InProcessFunctions.class.getClassLoader();
    PojoSerializer<I> reader = LambdaEventSerializers.serializerFor(input, loader);
    PojoSerializer<O> writer = LambdaEventSerializers.serializerFor(output, loader);
    return add(
        event -> {
          ByteArrayOutputStream json = new ByteArrayOutputStream();
          writer.toJson(
              handler.handleRequest(reader.fromJson(new ByteArrayInputStream(event)), null), json);
          return CompletableFuture.completedFuture(
              new Returned(json.toString(StandardCharsets.UTF_8)));
        });
  }

  String add(Function function) {
    String name = "function-" + functions.size();
    functions.put(name, function);
    return name;
  }

  @Override
  public CompletableFuture<FunctionResult> invoke(String name, String sourceArn, byte[] event) {
    Function function = functions.get(name);
    if (function == null) {
      return CompletableFuture.completedFuture(new NotInvoked("Function not found: " + name));
    }
    if (!sourceArn.startsWith("arn:aws:execute-api:%s:%s:%s/".formatted(REGION, ACCOUNT, API))) {
      return CompletableFuture.completedFuture(new NotInvoked("No permission for " + sourceArn));
    }
    return event.length > MAXIMUM_EVENT_BYTES
        ? CompletableFuture.completedFuture(new EventTooLarge())
        : function.handle(event);
  }
}
