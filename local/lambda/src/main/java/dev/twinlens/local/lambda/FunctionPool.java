package dev.twinlens.local.lambda;

import dev.twinlens.local.lambda.InvocationRejectedException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The execution environments of one function. An invocation takes an idle one, else starts one, and
 * waits when there are as many as there may be. One that crashed or was killed is replaced when it
 * is needed.
 */
final class FunctionPool {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionPool.class);

  /** Lambda's limit of an initialisation; what comes after it counts against the time-out. */
  private static final Duration INITIALISATION = Duration.ofSeconds(10);

  private final FunctionConfiguration spec;
  private final Path taskRoot;
  private final FunctionLog log;
  private final ExecutionRights rights;
  private final EnvironmentLauncher launcher;
  private final RuntimeApi runtimeApi;
  private final LambdaOptions options;
  private final ScheduledExecutorService timer;
  private final Executor completions;

  /** Those in use, each with the end of its process. */
  private final Map<ExecutionEnvironment, CompletableFuture<Void>> environments = new HashMap<>();

  private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
  private final Queue<Invocation> waiting = new ArrayDeque<>();
  private final Map<ExecutionEnvironment, ScheduledFuture<?>> deadlines = new HashMap<>();
  private boolean closed;

  FunctionPool(
      FunctionConfiguration spec,
      Path taskRoot,
      FunctionLog log,
      ExecutionRights rights,
      EnvironmentLauncher launcher,
      RuntimeApi runtimeApi,
      LambdaOptions options,
      ScheduledExecutorService timer,
      Executor completions) {
    this.spec = spec;
    this.taskRoot = taskRoot;
    this.log = log;
    this.rights = rights;
    this.launcher = launcher;
    this.runtimeApi = runtimeApi;
    this.options = options;
    this.timer = timer;
    this.completions = completions;
  }

  FunctionConfiguration spec() {
    return spec;
  }

  synchronized CompletableFuture<InvocationResult> invoke(byte[] payload) {
    Invocation invocation = new Invocation(payload);
    if (closed) {
      reject(invocation);
    } else if (!idle.isEmpty()) {
      // The one used last: the others may then grow old.
      ExecutionEnvironment environment = idle.removeLast();
      environment.assign(invocation, log.size());
      deliver(environment, environment.takePoll().orElseThrow());
    } else if (environments.size() < options.environmentsPerFunction()) {
      startFor(invocation);
    } else {
      waiting.add(invocation);
    }
    return invocation.result();
  }

  /** Starts an environment for the invocation, or rejects it. */
  private boolean startFor(Invocation invocation) {
    Optional<InvocationRejectedException> refusal = refusal();
    if (refusal.isPresent()) {
      invocation.result().completeExceptionally(refusal.get());
      return false;
    }
    long logStart = log.size();
    String token = UUID.randomUUID().toString();
    LogStream stream = LogStream.open(log, rights, "[$LATEST]" + token);
    stream.line("INIT_START Runtime Version: java:" + Runtime.version());
    ExecutionEnvironment environment;
    try {
      environment =
          new ExecutionEnvironment(
              spec,
              stream,
              launcher.launch(spec, taskRoot, token, runtimeApi.address(token), stream));
    } catch (IOException e) {
      invocation
          .result()
          .completeExceptionally(
              new InvocationRejectedException(
                  Reason.SERVICE_UNAVAILABLE,
                  "Cannot start a process for the function " + spec.name() + ": " + e.getMessage(),
                  e));
      return false;
    }
    ExecutionEnvironment.Work work = environment.assign(invocation, logStart);
    runtimeApi.register(token, new Calls(environment));
    limit(environment, work, INITIALISATION.plus(spec.timeout()));
    environments.put(
        environment,
        environment
            .process()
            .onExit()
            // On another thread: it may have ended already, before it stands among the others.
            .thenAcceptAsync(
                process -> exited(environment, token, process.exitValue()), completions));
    return true;
  }

  /** Why no environment may be started. */
  private Optional<InvocationRejectedException> refusal() {
    Optional<InvocationRejectedException> role =
        rights
            .assumeRole()
            .map(
                reason ->
                    new InvocationRejectedException(
                        Reason.ACCESS_DENIED,
                        "The role defined for the function cannot be assumed by Lambda: "
                            + reason));
    return role.or(
        () ->
            rights
                .decryptEnvironment()
                .map(
                    reason ->
                        new InvocationRejectedException(
                            Reason.KMS_ACCESS_DENIED,
                            "Lambda was unable to decrypt the environment variables because KMS"
                                + " access was denied: "
                                + reason)));
  }

  private void deliver(ExecutionEnvironment environment, RuntimeApi.Poll poll) {
    limit(environment, environment.work().orElseThrow(), spec.timeout());
    environment.deliver(poll);
  }

  private void limit(
      ExecutionEnvironment environment, ExecutionEnvironment.Work work, Duration time) {
    schedule(environment, () -> expired(environment, work), time);
  }

  /** Replaces what was to happen to the environment. */
  private void schedule(ExecutionEnvironment environment, Runnable task, Duration time) {
    cancelDeadline(environment);
    deadlines.put(environment, timer.schedule(task, time.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void cancelDeadline(ExecutionEnvironment environment) {
    ScheduledFuture<?> deadline = deadlines.remove(environment);
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private synchronized void expired(
      ExecutionEnvironment environment, ExecutionEnvironment.Work work) {
    if (environment.work().filter(current -> current == work).isEmpty()) {
      return;
    }
    environment.kill();
    work.conclude(InvocationOutcome.timedOut(work.invocation().requestId(), spec.timeout()));
    finish(environment);
    retire(environment);
  }

  private synchronized void next(ExecutionEnvironment environment, RuntimeApi.Poll poll) {
    if (!environments.containsKey(environment)) {
      poll.abandon();
      return;
    }
    if (environment.work().filter(ExecutionEnvironment.Work::delivered).isPresent()) {
      finish(environment);
    }
    if (environment.work().isEmpty()) {
      if (environment.outdated()) {
        poll.abandon();
        environment.kill();
        retire(environment);
        return;
      }
      Invocation invocation = waiting.poll();
      if (invocation == null) {
        park(environment, poll);
        return;
      }
      environment.assign(invocation, log.size());
    }
    deliver(environment, poll);
  }

  private void park(ExecutionEnvironment environment, RuntimeApi.Poll poll) {
    environment.park(poll);
    idle.addLast(environment);
    schedule(
        environment, () -> stopIfIdleSince(environment, poll), options.idleEnvironmentsStopAfter());
  }

  private synchronized void stopIfIdleSince(
      ExecutionEnvironment environment, RuntimeApi.Poll poll) {
    if (environment.parkedOn(poll)) {
      environment.kill();
      retire(environment);
    }
  }

  private synchronized void answered(
      ExecutionEnvironment environment, String requestId, InvocationOutcome outcome) {
    environment
        .work()
        .filter(ExecutionEnvironment.Work::delivered)
        .filter(work -> work.invocation().requestId().equals(requestId))
        .ifPresent(work -> work.conclude(outcome));
  }

  private synchronized void initialisationFailed(ExecutionEnvironment environment, byte[] error) {
    environment.work().ifPresent(work -> work.conclude(InvocationOutcome.failed(error)));
  }

  private void exited(ExecutionEnvironment environment, String token, int exitStatus) {
    runtimeApi.unregister(token);
    synchronized (this) {
      environment
          .work()
          .ifPresent(
              work -> {
                work.conclude(InvocationOutcome.exited(work.invocation().requestId(), exitStatus));
                finish(environment);
              });
      retire(environment);
    }
    try {
      CodeArchive.delete(environment.scratch());
    } catch (IOException e) {
      LOG.warn("Cannot remove {}, which an ended function left", environment.scratch(), e);
    }
  }

  /** Concludes the invocation at hand, whose outcome is known. */
  private void finish(ExecutionEnvironment environment) {
    cancelDeadline(environment);
    ExecutionEnvironment.Work work = environment.work().orElseThrow();
    // A client that asks for more without an answer has not kept to the protocol.
    work.conclude(InvocationOutcome.exited(work.invocation().requestId(), 0));
    InvocationResult result = environment.conclude();
    completions.execute(() -> work.invocation().result().complete(result));
  }

  /** Takes a process that has ended, or is ending, out of use, and starts another when needed. */
  private void retire(ExecutionEnvironment environment) {
    cancelDeadline(environment);
    idle.remove(environment);
    environment.takePoll().ifPresent(RuntimeApi.Poll::abandon);
    boolean replaced = environments.remove(environment) == null;
    while (!replaced && !waiting.isEmpty()) {
      replaced = startFor(waiting.remove());
    }
  }

  /**
   * Ends the processes that are there now: those that wait for an invocation at once, those at work
   * after it.
   */
  synchronized void renew() {
    environments.keySet().forEach(ExecutionEnvironment::outdate);
    for (ExecutionEnvironment environment : List.copyOf(idle)) {
      environment.kill();
      retire(environment);
    }
  }

  private void reject(Invocation invocation) {
    invocation
        .result()
        .completeExceptionally(
            new InvocationRejectedException(
                Reason.SERVICE_UNAVAILABLE, "The Lambda service is shutting down"));
  }

  /** Ends every process; what runs in them has failed. */
  void close() {
    Map<ExecutionEnvironment, CompletableFuture<Void>> running;
    synchronized (this) {
      closed = true;
      waiting.forEach(this::reject);
      waiting.clear();
      running = Map.copyOf(environments);
    }
    running.keySet().forEach(ExecutionEnvironment::kill);
    running.values().forEach(CompletableFuture::join);
  }

  private final class Calls implements RuntimeApi.Environment {
    private final ExecutionEnvironment environment;

    private Calls(ExecutionEnvironment environment) {
      this.environment = environment;
    }

    @Override
    public void next(RuntimeApi.Poll poll) {
      FunctionPool.this.next(environment, poll);
    }

    @Override
    public void answered(String requestId, InvocationOutcome outcome) {
      FunctionPool.this.answered(environment, requestId, outcome);
    }

    @Override
    public void initialisationFailed(byte[] error) {
      FunctionPool.this.initialisationFailed(environment, error);
    }
  }
}
