package dev.twinlens.local.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process of a function, which handles one invocation at a time. It keeps the invocation's
 * state and writes Lambda's lines to the log. {@link FunctionPool} makes the decisions, and holds
 * its lock in every call.
 */
final class ExecutionEnvironment {
  private static final Pattern PEAK_MEMORY = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

  private final FunctionConfiguration function;
  private final LogStream log;
  private final Process process;
  private final Path scratch;
  private final long startedNanos = System.nanoTime();

  private Optional<CurrentInvocation> current = Optional.empty();
  private Optional<RuntimeApi.Poll> poll = Optional.empty();
  private Optional<Duration> initialisation = Optional.empty();
  private Optional<ScheduledFuture<?>> deadline = Optional.empty();
  private boolean outdated;

  /** The current invocation. */
  static final class CurrentInvocation {
    private final Invocation invocation;
    private final long logStart;
    private Optional<InvocationOutcome> outcome = Optional.empty();
    private long deliveredNanos;
    private boolean delivered;

    private CurrentInvocation(Invocation invocation, long logStart) {
      this.invocation = invocation;
      this.logStart = logStart;
    }

    Invocation invocation() {
      return invocation;
    }

    boolean delivered() {
      return delivered;
    }

    /** Only the first outcome counts. */
    void conclude(InvocationOutcome conclusion) {
      if (outcome.isEmpty()) {
        outcome = Optional.of(conclusion);
      }
    }
  }

  /**
   * @param scratch the folder that is the process's {@code /tmp}
   */
  ExecutionEnvironment(
      FunctionConfiguration function, LogStream log, Process process, Path scratch) {
    this.function = function;
    this.log = log;
    this.process = process;
    this.scratch = scratch;
  }

  Process process() {
    return process;
  }

  Path scratch() {
    return scratch;
  }

  Optional<CurrentInvocation> current() {
    return current;
  }

  /** Replaces the task that is scheduled for the environment. */
  void deadline(ScheduledFuture<?> replacement) {
    cancelDeadline();
    deadline = Optional.of(replacement);
  }

  void cancelDeadline() {
    deadline.ifPresent(task -> task.cancel(false));
  }

  /** Makes the current invocation the last one. */
  void outdate() {
    outdated = true;
  }

  boolean outdated() {
    return outdated;
  }

  /** Assigns an invocation, which the process gets when it polls. */
  CurrentInvocation assign(Invocation invocation, long logStart) {
    CurrentInvocation assigned = new CurrentInvocation(invocation, logStart);
    current = Optional.of(assigned);
    return assigned;
  }

  void park(RuntimeApi.Poll waiting) {
    poll = Optional.of(waiting);
  }

  Optional<RuntimeApi.Poll> takePoll() {
    Optional<RuntimeApi.Poll> taken = poll;
    poll = Optional.empty();
    return taken;
  }

  boolean parkedOn(RuntimeApi.Poll waiting) {
    return poll.filter(parked -> parked == waiting).isPresent();
  }

  /** Sends the assigned invocation to the process. */
  void deliver(RuntimeApi.Poll waiting) {
    CurrentInvocation assigned = current.orElseThrow();
    if (initialisation.isEmpty()) {
      initialisation = Optional.of(Duration.ofNanos(System.nanoTime() - startedNanos));
    } else {
      initialisation = Optional.of(Duration.ZERO);
    }
    start(assigned);
    waiting.deliver(assigned.invocation, function.arn(), Instant.now().plus(function.timeout()));
  }

  private void start(CurrentInvocation assigned) {
    log.line("START RequestId: " + assigned.invocation.requestId() + " Version: $LATEST");
    assigned.delivered = true;
    assigned.deliveredNanos = System.nanoTime();
  }

  /** Ends the invocation: writes the log's lines and returns the result for the caller. */
  InvocationResult conclude() {
    CurrentInvocation done = current.orElseThrow();
    current = Optional.empty();
    if (!done.delivered) {
      start(done);
    }
    InvocationOutcome outcome = done.outcome.orElseThrow();
    String requestId = done.invocation.requestId();
    log.line("END RequestId: " + requestId);
    log.line(report(requestId, Duration.ofNanos(System.nanoTime() - done.deliveredNanos), outcome));
    return new InvocationResult(
        outcome.payload(), outcome.functionError(), log.tail(done.logStart));
  }

  private String report(String requestId, Duration duration, InvocationOutcome outcome) {
    List<String> fields = new ArrayList<>();
    Optional<Duration> init = initialisation.filter(time -> !time.isZero());
    double milliseconds = duration.toNanos() / 1e6;
    double billed = milliseconds + init.map(time -> time.toNanos() / 1e6).orElse(0.0);
    fields.add("REPORT RequestId: " + requestId);
    fields.add(String.format(Locale.ROOT, "Duration: %.2f ms", milliseconds));
    fields.add("Billed Duration: " + (long) Math.ceil(billed) + " ms");
    fields.add("Memory Size: " + function.limits().memoryMiB() + " MB");
    peakMemoryMiB().ifPresent(peak -> fields.add("Max Memory Used: " + peak + " MB"));
    init.ifPresent(
        time ->
            fields.add(String.format(Locale.ROOT, "Init Duration: %.2f ms", time.toNanos() / 1e6)));
    if (!outcome.reportSuffix().isEmpty()) {
      fields.add(outcome.reportSuffix());
    }
    return String.join("\t", fields);
  }

  /** Available on Linux, while the process runs. */
  private Optional<Long> peakMemoryMiB() {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return Optional.empty();
    }
    try {
      Matcher matcher = PEAK_MEMORY.matcher(Files.readString(status));
      return matcher.find()
          ? Optional.of((Long.parseLong(matcher.group(1)) + 1023) / 1024)
          : Optional.empty();
    } catch (IOException processHasEnded) {
      return Optional.empty();
    }
  }

  /** Lambda does not let a function's process shut down in an orderly way either. */
  void kill() {
    process.destroyForcibly();
  }
}
