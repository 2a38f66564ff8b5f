package dev.twinlens.local.lambda;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.lambda.InvocationRejectedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lambda on this machine: each function runs in its own JVMs with AWS's runtime interface client
 * and the memory, timeout and environment that its program declares. Errors, timeouts and crashes
 * have Lambda's responses. A function is named by its name or its ARN.
 */
public final class LambdaService implements AutoCloseable {
  /** Lambda's limit of a synchronous invocation's payload. */
  public static final int MAXIMUM_REQUEST_BYTES = 6_291_456;

  private final AccessControl access;
  private final Path codeDirectory;
  private final Path logDirectory;
  private final LambdaRuntime runtime;
  private final Map<String, Entry> functions = new ConcurrentHashMap<>();
  private final Map<String, EventSourceMapping> mappings = new ConcurrentHashMap<>();

  /** A function with its resource-based policy. */
  private record Entry(FunctionPool pool, FunctionPolicy policy) {}

  /**
   * @param access decides who may invoke a function and what the functions' roles may do
   * @param workDirectory for unpacked packages and the processes' temporary files; used by one
   *     service at a time
   * @param logDirectory gets {@code <function name>.log}
   * @throws UncheckedIOException when a directory cannot be written or no port can be opened
   */
  public LambdaService(AccessControl access, Path workDirectory, Path logDirectory) {
    this(access, workDirectory, logDirectory, LambdaOptions.defaults());
  }

  public LambdaService(
      AccessControl access, Path workDirectory, Path logDirectory, LambdaOptions options) {
    this(access, workDirectory, logDirectory, options, !RuntimeFiles.nativeLibraryAvailable());
  }

  LambdaService(
      AccessControl access,
      Path workDirectory,
      Path logDirectory,
      LambdaOptions options,
      boolean portableClient) {
    this.access = access;
    this.codeDirectory = workDirectory.resolve("code");
    this.logDirectory = logDirectory;
    try {
      this.runtime = LambdaRuntime.start(workDirectory, options, portableClient);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start Lambda in " + workDirectory, e);
    }
    access.include(this::policies);
  }

  private Map<String, PolicyDocument> policies() {
    Map<String, PolicyDocument> documents = new HashMap<>();
    for (Entry function : functions.values()) {
      FunctionPolicy policy = function.policy();
      policy.document().ifPresent(document -> documents.put(policy.functionArn(), document));
    }
    return documents;
  }

  /**
   * Creates a function. No process is started before its first invocation.
   *
   * @throws IllegalArgumentException when Lambda would reject it, with Lambda's message
   * @throws UncheckedIOException when the deployment package cannot be read
   */
  public void createFunction(FunctionConfiguration configuration) {
    FunctionRules.check(configuration);
    String name = configuration.name();
    if (functions.containsKey(name)) {
      throw new IllegalArgumentException("Function already exist: " + name);
    }
    functions.put(name, new Entry(pool(configuration), new FunctionPolicy(configuration.arn())));
  }

  /**
   * Replaces a function's code and configuration; its resource-based policy and its event source
   * mappings stay.
   *
   * @throws IllegalArgumentException when there is no such function, or Lambda would reject it
   * @throws UncheckedIOException when the deployment package cannot be read
   */
  public void updateFunction(FunctionConfiguration configuration) {
    FunctionRules.check(configuration);
    Entry former = existing(configuration.name());
    former.pool().close();
    functions.put(configuration.name(), new Entry(pool(configuration), former.policy()));
  }

  /** Ends a function's processes; does nothing when there is no such function. */
  public void deleteFunction(String name) {
    Optional.ofNullable(functions.remove(name)).ifPresent(function -> function.pool().close());
  }

  /** Stops reading a queue; does nothing when there is no such mapping. */
  public void deleteEventSourceMapping(String uuid) {
    Optional.ofNullable(mappings.remove(uuid))
        .ifPresent(
            mapping -> {
              mapping.stop();
              mapping.awaitInvocations(runtime.options().closingTime());
              mapping.close();
            });
  }

  private FunctionPool pool(FunctionConfiguration configuration) {
    String name = configuration.name();
    ExecutionRights rights = new ExecutionRights(access, configuration.role());
    rights
        .assumeRole()
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(
                  "The role defined for the function cannot be assumed by Lambda: " + reason);
            });
    FunctionLog log = new FunctionLog(logDirectory.resolve(name + ".log"));
    Path taskRoot;
    try {
      log.open();
      taskRoot = CodeArchive.unpack(configuration.code().archive(), codeDirectory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot create the function " + name + ": " + e.getMessage(), e);
    }
    return new FunctionPool(new DeployedFunction(configuration, taskRoot, log, rights), runtime);
  }

  /**
   * Adds a statement to the function's resource-based policy.
   *
   * @param action for example {@code lambda:InvokeFunction}
   * @param principal a service such as {@code apigateway.amazonaws.com}, an account or an ARN
   * @param sourceArn for which source the service may call, with wildcards; empty for any
   * @throws IllegalArgumentException when there is no such function or the statement is not valid
   */
  public void addPermission(
      String functionName, String statementId, String action, String principal, String sourceArn) {
    existing(functionName).policy().add(statementId, action, principal, sourceArn);
  }

  /**
   * Removes a statement from the function's resource-based policy.
   *
   * @throws IllegalArgumentException when there is no such function or statement
   */
  public void removePermission(String functionName, String statementId) {
    existing(functionName).policy().remove(statementId);
  }

  /** A function's resource-based policy; without statements when there is no such function. */
  public ResourcePolicy resourcePolicy(String functionArn) {
    return function(functionArn)
        .map(function -> function.policy().resourcePolicy())
        .orElseGet(() -> ResourcePolicy.of(functionArn, Optional.empty()));
  }

  /** The names of the functions that act as a role. */
  public List<String> functionsOf(String roleArn) {
    return functions.values().stream()
        .map(function -> function.pool().configuration())
        .filter(configuration -> configuration.role().arn().equals(roleArn))
        .map(FunctionConfiguration::name)
        .toList();
  }

  /**
   * Does what an update of a function's configuration does: its next invocation starts a new
   * process, and its event source mappings are checked again.
   *
   * @throws IllegalArgumentException when there is no such function, or Lambda would reject one of
   *     its event source mappings
   */
  public void renew(String functionName) {
    FunctionPool pool = existing(functionName).pool();
    pool.renew();
    mappings.values().stream()
        .filter(mapping -> mapping.feeds(pool.configuration().name()))
        .forEach(mapping -> mapping.check(pool.configuration()));
  }

  /**
   * Invokes a function without a check of permissions.
   *
   * @param payload JSON, up to 6 MB
   * @return completes exceptionally with {@link InvocationRejectedException} when the invocation
   *     did not reach the function
   */
  public CompletableFuture<InvocationResult> invoke(String functionName, byte[] payload) {
    return function(functionName)
        .map(function -> invoke(function.pool(), payload))
        .orElseGet(() -> notFound(functionName));
  }

  /**
   * Invokes a function for a caller that its resource-based policy must allow.
   *
   * @param sourceArn the resource for which the caller calls; empty for none
   * @return as {@link #invoke}; {@link Reason#ACCESS_DENIED} when the policy does not allow it
   */
  public CompletableFuture<InvocationResult> invokeAs(
      Principal caller, String sourceArn, String functionName, byte[] payload) {
    return function(functionName)
        .map(
            function ->
                switch (function.policy().decide(access, caller, sourceArn)) {
                  case Decision.Denied denied ->
                      rejected(
                          Reason.ACCESS_DENIED,
                          "%s is not authorized to perform: lambda:InvokeFunction on %s for %s: %s"
                              .formatted(
                                  caller,
                                  functionName,
                                  sourceArn.isEmpty() ? "no source" : sourceArn,
                                  denied.reason()));
                  case Decision.Allowed allowed -> invoke(function.pool(), payload);
                })
        .orElseGet(() -> notFound(functionName));
  }

  private static CompletableFuture<InvocationResult> invoke(FunctionPool pool, byte[] payload) {
    return payload.length > MAXIMUM_REQUEST_BYTES
        ? rejected(
            Reason.REQUEST_TOO_LARGE,
            "Request must be smaller than %d bytes for the InvokeFunction operation"
                .formatted(MAXIMUM_REQUEST_BYTES))
        : pool.invoke(payload.clone()).copy();
  }

  private static CompletableFuture<InvocationResult> notFound(String functionName) {
    return rejected(Reason.FUNCTION_NOT_FOUND, "Function not found: " + functionName);
  }

  private static CompletableFuture<InvocationResult> rejected(Reason reason, String message) {
    return CompletableFuture.failedFuture(new InvocationRejectedException(reason, message));
  }

  /**
   * Creates an event source mapping, which starts to read its queue if it is enabled.
   *
   * @throws IllegalArgumentException when Lambda would reject it: a setting out of range, no such
   *     function or queue, a visibility timeout shorter than the function's timeout, or an access
   *     key that may not read the queue
   */
  public void createEventSourceMapping(EventSourceMappingSpec spec) {
    FunctionPool pool = existing(spec.functionName()).pool();
    if (mappings.containsKey(spec.uuid())) {
      throw new IllegalArgumentException("The mapping " + spec.uuid() + " already exists");
    }
    EventSourceMapping mapping =
        EventSourceMapping.create(
            spec,
            pool.configuration(),
            payload -> invoke(spec.functionName(), payload),
            EventSourceMapping.Polling.defaults());
    mappings.put(spec.uuid(), mapping);
    if (spec.enabled()) {
      mapping.start();
    }
  }

  private Entry existing(String functionName) {
    return function(functionName)
        .orElseThrow(() -> new IllegalArgumentException("Function not found: " + functionName));
  }

  /**
   * @param nameOrArn a name or an ARN, with or without a qualifier
   */
  private Optional<Entry> function(String nameOrArn) {
    String[] parts = nameOrArn.split(":", -1);
    boolean isArn = parts.length > 6 && parts[0].equals("arn");
    return Optional.ofNullable(functions.get(isArn ? parts[6] : nameOrArn));
  }

  /** Stops reading queues, waits briefly for their invocations, and ends every process. */
  @Override
  public void close() {
    mappings.values().forEach(EventSourceMapping::stop);
    mappings.values().forEach(mapping -> mapping.awaitInvocations(runtime.options().closingTime()));
    functions.values().forEach(function -> function.pool().close());
    mappings.values().forEach(EventSourceMapping::close);
    runtime.close();
  }
}
