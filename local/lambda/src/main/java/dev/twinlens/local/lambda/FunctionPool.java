package dev.twinlens.local.lambda;

import dev.twinlens.local.lambda.ExecutionEnvironment.CurrentInvocation;
import dev.twinlens.local.lambda.InvocationRejectedException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The execution environments of one function. An invocation uses an idle one, or starts one, or
 * waits while the maximum number is running. An environment that crashed or was killed is replaced
 * when the next invocation needs it.
 */
final class FunctionPool {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionPool.class);

  /** Lambda's limit of an initialisation; time beyond it counts against the timeout. */
  private static final Duration INITIALISATION = Duration.ofSeconds(10);

  private final DeployedFunction function;
  private final LambdaRuntime runtime;

  /** Those in use, each with the end of its process. */
  private final Map<ExecutionEnvironment, CompletableFuture<Void>> environments = new HashMap<>();

  private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
  private final Queue<Invocation> waiting = new ArrayDeque<>();
  private boolean closed;

  FunctionPool(DeployedFunction function, LambdaRuntime runtime) {
    this.function = function;
    this.runtime = runtime;
  }

  FunctionConfiguration configuration() {
    return function.configuration();
  }

  synchronized CompletableFuture<InvocationResult> invoke(byte[] payload) {
    Invocation invocation = new Invocation(payload);
    if (closed) {
      reject(invocation);
    } else if (!idle.isEmpty()) {
      // The most recently used one, so that the others reach their idle time.
      ExecutionEnvironment environment = idle.removeLast();
      environment.assign(invocation, function.log().size());
      deliver(environment, environment.takePoll().orElseThrow());
    } else if (environments.size() < runtime.options().environmentsPerFunction()) {
      startFor(invocation);
    } else {
      waiting.add(invocation);
    }
    return invocation.result();
  }

  /** Starts an environment for the invocation; returns false when the invocation was rejected. */
  private boolean startFor(Invocation invocation) {
    long logStart = function.log().size();
    String token = UUID.randomUUID().toString();
    ExecutionEnvironment environment;
    try {
      environment = runtime.launcher().launch(function, token, runtime.runtimeApi().address(token));
    } catch (InvocationRejectedException e) {
      invocation.result().completeExceptionally(e);
      return false;
    }
    CurrentInvocation current = environment.assign(invocation, logStart);
    runtime.runtimeApi().register(token, new EnvironmentListener(environment));
    limit(environment, current, INITIALISATION.plus(configuration().timeout()));
    environments.put(
        environment,
        environment
            .process()
            .onExit()
            // On another thread: the process may have ended before the environment is in the map.
            .thenAcceptAsync(
                process -> exited(environment, token, process.exitValue()), runtime.workers()));
    return true;
  }

  private void deliver(ExecutionEnvironment environment, RuntimeApi.Poll poll) {
    limit(environment, environment.current().orElseThrow(), configuration().timeout());
    environment.deliver(poll);
  }

  private void limit(ExecutionEnvironment environment, CurrentInvocation current, Duration time) {
    schedule(environment, () -> expired(environment, current), time);
  }

  private void schedule(ExecutionEnvironment environment, Runnable task, Duration time) {
    environment.deadline(runtime.timer().schedule(task, time.toMillis(), TimeUnit.MILLISECONDS));
  }

  private synchronized void expired(ExecutionEnvironment environment, CurrentInvocation overdue) {
    if (environment.current().filter(current -> current == overdue).isEmpty()) {
      return;
    }
    environment.kill();
    overdue.conclude(
        InvocationOutcome.timedOut(overdue.invocation().requestId(), configuration().timeout()));
    finish(environment);
    retire(environment);
  }

  private synchronized void next(ExecutionEnvironment environment, RuntimeApi.Poll poll) {
    if (!environments.containsKey(environment)) {
      poll.abandon();
      return;
    }
    if (environment.current().filter(CurrentInvocation::delivered).isPresent()) {
      finish(environment);
    }
    if (environment.current().isEmpty()) {
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
      environment.assign(invocation, function.log().size());
    }
    deliver(environment, poll);
  }

  private void park(ExecutionEnvironment environment, RuntimeApi.Poll poll) {
    environment.park(poll);
    idle.addLast(environment);
    schedule(
        environment,
        () -> stopIfIdleSince(environment, poll),
        runtime.options().idleEnvironmentsStopAfter());
  }

  private synchronized void stopIfIdleSince(
      ExecutionEnvironment environment, RuntimeApi.Poll poll) {
    if (environment.parkedOn(poll)) {
      environment.kill();
      retire(environment);
    }
  }

  private synchronized void responded(
      ExecutionEnvironment environment, String requestId, InvocationOutcome outcome) {
    environment
        .current()
        .filter(CurrentInvocation::delivered)
        .filter(current -> current.invocation().requestId().equals(requestId))
        .ifPresent(current -> current.conclude(outcome));
  }

  private synchronized void initialisationFailed(ExecutionEnvironment environment, byte[] error) {
    environment.current().ifPresent(current -> current.conclude(InvocationOutcome.failed(error)));
  }

  private void exited(ExecutionEnvironment environment, String token, int exitStatus) {
    runtime.runtimeApi().unregister(token);
    synchronized (this) {
      environment
          .current()
          .ifPresent(
              current -> {
                current.conclude(
                    InvocationOutcome.exited(current.invocation().requestId(), exitStatus));
                finish(environment);
              });
      retire(environment);
    }
    try {
      CodeArchive.delete(environment.scratch());
    } catch (IOException e) {
      LOG.warn("Cannot remove the ended function's folder {}", environment.scratch(), e);
    }
  }

  /** Concludes the current invocation. */
  private void finish(ExecutionEnvironment environment) {
    environment.cancelDeadline();
    CurrentInvocation current = environment.current().orElseThrow();
    // Counts only when the process polled again without a response, against the protocol.
    current.conclude(InvocationOutcome.exited(current.invocation().requestId(), 0));
    InvocationResult result = environment.conclude();
    runtime.workers().execute(() -> current.invocation().result().complete(result));
  }

  /** Removes an environment whose process ends or has ended, and starts another when needed. */
  private void retire(ExecutionEnvironment environment) {
    environment.cancelDeadline();
    idle.remove(environment);
    environment.takePoll().ifPresent(RuntimeApi.Poll::abandon);
    boolean replaced = environments.remove(environment) == null;
    while (!replaced && !waiting.isEmpty()) {
      replaced = startFor(waiting.remove());
    }
  }

  /** Ends the current processes: idle ones at once, the others after their invocation. */
  synchronized void renew() {
    environments.keySet().forEach(ExecutionEnvironment::outdate);
    for (ExecutionEnvironment environment : List.copyOf(idle)) {
      environment.kill();
      retire(environment);
    }
  }

  private static void reject(Invocation invocation) {
    invocation
        .result()
        .completeExceptionally(
            new InvocationRejectedException(
                Reason.SERVICE_UNAVAILABLE, "The Lambda service is shutting down"));
  }

  /** Ends every process; its invocation fails. */
  void close() {
    Map<ExecutionEnvironment, CompletableFuture<Void>> running;
    synchronized (this) {
      closed = true;
      waiting.forEach(FunctionPool::reject);
      waiting.clear();
      running = Map.copyOf(environments);
    }
    running.keySet().forEach(ExecutionEnvironment::kill);
    running.values().forEach(CompletableFuture::join);
  }

  private final class EnvironmentListener implements RuntimeApi.ProcessListener {
    private final ExecutionEnvironment environment;

    private EnvironmentListener(ExecutionEnvironment environment) {
      this.environment = environment;
    }

    @Override
    public void next(RuntimeApi.Poll poll) {
      FunctionPool.this.next(environment, poll);
    }

    @Override
    public void responded(String requestId, InvocationOutcome outcome) {
      FunctionPool.this.responded(environment, requestId, outcome);
    }

    @Override
    public void initialisationFailed(byte[] error) {
      FunctionPool.this.initialisationFailed(environment, error);
    }
  }
}
