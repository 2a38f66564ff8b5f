package dev.twinlens.local.lambda;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.lambda.InvocationRejectedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lambda on a laptop: each function runs in JVMs of its own with AWS's runtime interface client,
 * the memory, time-out and environment that its program declares, and Lambda's answers to errors,
 * time-outs and crashes. Functions are named by their name or their ARN.
 */
public final class LambdaService implements AutoCloseable {
  /** Lambda's limit of a synchronous invocation's payload. */
  public static final int MAXIMUM_REQUEST_BYTES = 6_291_456;

  private final AccessControl access;
  private final Path codeDirectory;
  private final Path logDirectory;
  private final LambdaOptions options;
  private final EnvironmentLauncher launcher;
  private final RuntimeApi runtimeApi;
  private final ScheduledExecutorService timer;
  private final ExecutorService workers;
  private final Map<String, FunctionPool> functions = new ConcurrentHashMap<>();
  private final Map<String, FunctionPolicy> policies = new ConcurrentHashMap<>();
  private final Map<String, EventSourceMapping> mappings = new ConcurrentHashMap<>();

  /**
   * @param access decides who may invoke a function and what the functions' roles may do
   * @param workDirectory for unpacked packages and the processes' temporary files; one service uses
   *     it at a time
   * @param logDirectory gets {@code <function name>.log}
   * @throws UncheckedIOException when a directory cannot be written or no port be opened
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
    this.options = options;
    try {
      Path scratch = workDirectory.resolve("environments");
      CodeArchive.delete(scratch);
      Files.createDirectories(scratch);
      Path runtime = Files.createDirectories(workDirectory.resolve("runtime"));
      this.launcher =
          new EnvironmentLauncher(RuntimeFiles.prepare(runtime, portableClient), scratch);
      this.runtimeApi = new RuntimeApi();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start Lambda in " + workDirectory, e);
    }
    ScheduledThreadPoolExecutor deadlines =
        new ScheduledThreadPoolExecutor(1, daemons("lambda-timer"));
    deadlines.setRemoveOnCancelPolicy(true);
    this.timer = deadlines;
    this.workers = Executors.newCachedThreadPool(daemons("lambda-worker"));
    access.include(this::policies);
  }

  private Map<String, PolicyDocument> policies() {
    Map<String, PolicyDocument> documents = new HashMap<>();
    policies
        .values()
        .forEach(
            policy ->
                policy
                    .document()
                    .ifPresent(document -> documents.put(policy.functionArn(), document)));
    return documents;
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Makes a function. Nothing is started before its first invocation.
   *
   * @throws IllegalArgumentException when Lambda would refuse it, in Lambda's words
   * @throws UncheckedIOException when the deployment package cannot be read
   */
  public void createFunction(FunctionConfiguration spec) {
    FunctionRules.check(spec);
    if (functions.containsKey(spec.name())) {
      throw new IllegalArgumentException("Function already exist: " + spec.name());
    }
    ExecutionRights rights = new ExecutionRights(access, spec.role());
    rights
        .assumeRole()
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(
                  "The role defined for the function cannot be assumed by Lambda: " + reason);
            });
    FunctionLog log = new FunctionLog(logDirectory.resolve(spec.name() + ".log"));
    Path taskRoot;
    try {
      log.open();
      taskRoot = CodeArchive.unpack(spec.archiveZip(), codeDirectory.resolve(spec.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot create the function " + spec.name() + ": " + e.getMessage(), e);
    }
    policies.put(spec.name(), new FunctionPolicy(spec.arn()));
    functions.put(
        spec.name(),
        new FunctionPool(
            spec, taskRoot, log, rights, launcher, runtimeApi, options, timer, workers));
  }

  /**
   * Adds a statement to the function's resource-based policy.
   *
   * @param action for example {@code lambda:InvokeFunction}
   * @param principal a service such as {@code apigateway.amazonaws.com}, an account or an ARN
   * @param sourceArn what the service calls for, with wildcards; empty for anything
   * @throws IllegalArgumentException when there is no such function or the statement is not valid
   */
  public void addPermission(
      String functionName, String statementId, String action, String principal, String sourceArn) {
    policy(functionName).add(statementId, action, principal, sourceArn);
  }

  /**
   * Removes a statement from the function's resource-based policy.
   *
   * @throws IllegalArgumentException when there is no such function or statement
   */
  public void removePermission(String functionName, String statementId) {
    policy(functionName).remove(statementId);
  }

  private FunctionPolicy policy(String functionName) {
    FunctionPolicy policy = policies.get(simpleName(functionName));
    if (policy == null) {
      throw new IllegalArgumentException("Function not found: " + functionName);
    }
    return policy;
  }

  /** The names of the functions that act as a role. */
  public List<String> functionsOf(String roleArn) {
    return functions.values().stream()
        .map(FunctionPool::spec)
        .filter(spec -> spec.role().arn().equals(roleArn))
        .map(FunctionConfiguration::name)
        .toList();
  }

  /**
   * Does what an update of a function's configuration does: its next invocation starts a new
   * process, and whether it can read its queues is checked anew.
   *
   * @throws IllegalArgumentException when there is no such function, or Lambda would refuse the
   *     mapping of one of its queues
   */
  public void renew(String functionName) {
    FunctionPool function = functions.get(simpleName(functionName));
    if (function == null) {
      throw new IllegalArgumentException("Function not found: " + functionName);
    }
    function.renew();
    mappings.values().stream()
        .filter(mapping -> mapping.feeds(function.spec().name()))
        .forEach(mapping -> mapping.check(function.spec()));
  }

  /**
   * Invokes a function without a check of permissions, as its owner may.
   *
   * @param payload JSON, up to 6 MB
   * @return completes exceptionally with {@link InvocationRejectedException} when the invocation
   *     did not reach the function
   */
  public CompletableFuture<InvocationResult> invoke(String functionName, byte[] payload) {
    FunctionPool function = functions.get(simpleName(functionName));
    if (function == null) {
      return rejected(Reason.FUNCTION_NOT_FOUND, "Function not found: " + functionName);
    }
    if (payload.length > MAXIMUM_REQUEST_BYTES) {
      return rejected(
          Reason.REQUEST_TOO_LARGE,
          "Request must be smaller than %d bytes for the InvokeFunction operation"
              .formatted(MAXIMUM_REQUEST_BYTES));
    }
    return function.invoke(payload.clone()).copy();
  }

  /**
   * Invokes a function as a caller to whom its resource-based policy has to allow it.
   *
   * @param sourceArn what the caller calls for; empty for nothing
   * @return as {@link #invoke}; {@link Reason#ACCESS_DENIED} when the policy does not allow it
   */
  public CompletableFuture<InvocationResult> invokeAs(
      Principal caller, String sourceArn, String functionName, byte[] payload) {
    FunctionPolicy policy = policies.get(simpleName(functionName));
    if (policy == null) {
      return rejected(Reason.FUNCTION_NOT_FOUND, "Function not found: " + functionName);
    }
    Decision decision =
        access.decide(
            new Request(
                caller,
                "lambda:InvokeFunction",
                policy.functionArn(),
                sourceArn.isEmpty() ? Map.of() : Map.of("aws:SourceArn", sourceArn)),
            new ResourcePolicy(policy.functionArn(), policy.document(), /* required= */ false));
    if (decision instanceof Decision.Denied denied) {
      return rejected(
          Reason.ACCESS_DENIED,
          "%s is not authorized to perform: lambda:InvokeFunction on %s for %s: %s"
              .formatted(
                  caller,
                  functionName,
                  sourceArn.isEmpty() ? "no source" : sourceArn,
                  denied.reason()));
    }
    return invoke(functionName, payload);
  }

  private static CompletableFuture<InvocationResult> rejected(Reason reason, String message) {
    return CompletableFuture.failedFuture(new InvocationRejectedException(reason, message));
  }

  /**
   * Starts to feed a queue's messages to a function.
   *
   * @throws IllegalArgumentException when Lambda would refuse it: a setting out of range, no such
   *     function or queue, a visibility timeout shorter than the function's time-out, or a key that
   *     may not read the queue
   */
  public void createEventSourceMapping(EventSourceMappingSpec spec) {
    FunctionPool function = functions.get(simpleName(spec.functionName()));
    if (function == null) {
      throw new IllegalArgumentException("Function not found: " + spec.functionName());
    }
    if (mappings.containsKey(spec.uuid())) {
      throw new IllegalArgumentException("The mapping " + spec.uuid() + " exists already");
    }
    EventSourceMapping mapping =
        EventSourceMapping.create(
            spec, function.spec(), payload -> invoke(spec.functionName(), payload), workers);
    mappings.put(spec.uuid(), mapping);
    if (spec.enabled()) {
      mapping.start();
    }
  }

  /** The function's name in a name or an ARN, with or without a qualifier. */
  private static String simpleName(String functionName) {
    if (!functionName.startsWith("arn:")) {
      return functionName;
    }
    String[] parts = functionName.split(":", -1);
    return parts.length > 6 ? parts[6] : functionName;
  }

  /** Stops reading queues, lets their invocations end for a moment, and ends every process. */
  @Override
  public void close() {
    mappings.values().forEach(EventSourceMapping::stop);
    mappings.values().forEach(mapping -> mapping.awaitInvocations(options.closingTime()));
    functions.values().forEach(FunctionPool::close);
    mappings.values().forEach(EventSourceMapping::close);
    timer.shutdownNow();
    workers.shutdown();
    runtimeApi.close();
  }
}
