package dev.twinlens.local.services.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.LocalAccount;
import dev.twinlens.local.services.http.ErrorFormat;
import dev.twinlens.local.services.http.Exchange;
import dev.twinlens.local.services.http.RestJsonErrors;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.http.ServiceCall;
import dev.twinlens.local.services.http.ServiceResponse;
import dev.twinlens.local.services.integration.FunctionInvocations;
import dev.twinlens.local.services.integration.FunctionInvocations.Result;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lambda's Invoke: a caller with {@code lambda:InvokeFunction} runs a function and gets its
 * response. Functions are deployed by the program, not through this API.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
public final class LambdaEndpoint implements Service {
  private static final String INVOCATION_TYPE = "x-amz-invocation-type";

  /** What a function gets when the caller sends nothing. */
  private static final byte[] NO_PAYLOAD = "{}".getBytes(UTF_8);

  private static final RestJsonErrors ERRORS = new RestJsonErrors();

  private final String arnPrefix;
  private volatile FunctionInvocations functions = new NoFunctions();

  public LambdaEndpoint(LocalAccount account) {
    this.arnPrefix = account.arnPrefix("lambda") + "function:";
  }

  /** Invokes these functions from now on. */
  public void connect(FunctionInvocations invocations) {
    functions = invocations;
  }

  @Override
  public List<RequiredPermission> requiredPermissions(ServiceCall call)
      throws UnknownOperationException {
    String arn = functionArn(call);
    return List.of(RequiredPermission.of("lambda:InvokeFunction", arn, functions.policy(arn)));
  }

  private String functionArn(ServiceCall call) throws UnknownOperationException {
    return arnPrefix + LambdaActions.invokedFunction(call.method(), call.path(), arnPrefix);
  }

  @Override
  public void handle(ServiceCall call, Exchange exchange) throws UnknownOperationException {
    String type = call.headers().getOrDefault(INVOCATION_TYPE, "RequestResponse");
    if (!type.equals("RequestResponse")) {
      exchange.write(
          ERRORS.error(
              400,
              "InvalidParameterValueException",
              "The invocation type %s is not implemented here; use RequestResponse"
                  .formatted(type)));
      return;
    }
    // A function may run for fifteen minutes without a byte on the connection.
    exchange.request().addIdleTimeoutListener(timeout -> false);
    boolean withLog = call.headers().getOrDefault("x-amz-log-type", "None").equals("Tail");
    byte[] payload = call.body().length == 0 ? NO_PAYLOAD : call.body();
    Result result = functions.invoke(functionArn(call), payload).toCompletableFuture().join();
    exchange.write(
        switch (result) {
          case Result.Responded responded -> response(responded, withLog);
          case Result.Rejected rejected ->
              ERRORS.error(rejected.status(), rejected.type(), rejected.message());
        });
  }

  private static ServiceResponse response(Result.Responded responded, boolean withLog) {
    Map<String, String> headers = new HashMap<>(Map.of("X-Amz-Executed-Version", "$LATEST"));
    responded.functionError().ifPresent(error -> headers.put("X-Amz-Function-Error", error));
    if (withLog) {
      headers.put(
          "X-Amz-Log-Result",
          Base64.getEncoder().encodeToString(responded.logTail().getBytes(UTF_8)));
    }
    return new ServiceResponse(
        200, "application/json", headers, responded.payload().getBytes(UTF_8));
  }

  @Override
  public ErrorFormat errors() {
    return ERRORS;
  }

  /** Before the functions are connected. */
  private static final class NoFunctions implements FunctionInvocations {
    @Override
    public ResourcePolicy policy(String functionArn) {
      return ResourcePolicy.of(functionArn, Optional.empty());
    }

    @Override
    public CompletionStage<Result> invoke(String functionArn, byte[] payload) {
      return CompletableFuture.completedFuture(
          new Result.Rejected(
              404, "ResourceNotFoundException", "Function not found: " + functionArn));
    }
  }
}
