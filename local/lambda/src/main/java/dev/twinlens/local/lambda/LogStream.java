package dev.twinlens.local.lambda;

/**
 * The part of a function's log that one execution environment writes, as far as the function's role
 * lets it. What it does not let through is lost, as on Lambda.
 */
final class LogStream {
  private final FunctionLog log;
  private final ExecutionRights rights;
  private final String name;
  private final boolean open;

  private LogStream(FunctionLog log, ExecutionRights rights, String name, boolean open) {
    this.log = log;
    this.rights = rights;
    this.name = name;
    this.open = open;
  }

  static LogStream open(FunctionLog log, ExecutionRights rights, String name) {
    return new LogStream(
        log, rights, name, rights.mayCreateLogStream(name) && rights.mayWriteLog(name));
  }

  String name() {
    return name;
  }

  /** Where the process's output goes; for as long as it runs. */
  ProcessBuilder.Redirect redirect() {
    return open ? log.redirect() : ProcessBuilder.Redirect.DISCARD;
  }

  void line(String line) {
    if (open && rights.mayWriteLog(name)) {
      log.line(line);
    }
  }

  /** How much the function has written; to tell what an invocation adds. */
  long size() {
    return log.size();
  }

  /** What was written since the position, its last 4 KB at most. */
  String tail(long since) {
    return log.tail(since);
  }
}
