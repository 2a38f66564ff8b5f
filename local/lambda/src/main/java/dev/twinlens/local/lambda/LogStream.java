package dev.twinlens.local.lambda;

/**
 * The part of a function's log that one execution environment writes. Lines that the function's
 * role does not allow to write are lost, as on Lambda.
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

  /** The target of the process's output, while it runs. */
  ProcessBuilder.Redirect redirect() {
    return open ? log.redirect() : ProcessBuilder.Redirect.DISCARD;
  }

  void line(String line) {
    if (open && rights.mayWriteLog(name)) {
      log.line(line);
    }
  }

  /** The text since the position, at most its last 4 KB. */
  String tail(long since) {
    return log.tail(since);
  }
}
