package dev.twinlens.runtime.logging;

import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** One logger of a library: WARN and above become lines of the function's {@link Log}. */
final class Slf4jLogger extends LegacyAbstractLogger {
  private final transient Log log;

  Slf4jLogger(String name, Log log) {
    this.name = name;
    this.log = log.with("logger", name);
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return Slf4jLogger.class.getName();
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable error) {
    String message = MessageFormatter.basicArrayFormat(pattern, arguments);
    Log line = error == null ? log : log.withError(error);
    if (level == Level.ERROR) {
      line.error(message);
    } else {
      line.warn(message);
    }
  }
}
