package dev.twinlens.runtime.logging;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Binds SLF4J, through which both SDKs log, to {@link Log}, so that their warnings are not lost.
 */
public final class Slf4jProvider implements SLF4JServiceProvider {
  private final Log log =
      Log.of(System.getenv().getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "twinlens"));

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> new Slf4jLogger(name, log);
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return new BasicMarkerFactory();
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return new NOPMDCAdapter();
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}
}
