package dev.twinlens.startbuild;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Starts Amplify's build of the page, for a deployment that has changed what it is built with. */
public final class StartBuildHandler
    implements RequestHandler<Map<String, Object>, Map<String, String>> {
  private final BuildJobs jobs;
  private final Log log;
  private final Clock clock;

  /** The function as Lambda starts it. */
  public StartBuildHandler() {
    this(Environment.system());
  }

  /** The function with other environment variables than the process has. */
  public StartBuildHandler(Environment environment) {
    this(
        environment,
        AmplifyApi.of(System.getenv()),
        Log.of("start-build"),
        Clock.systemUTC(),
        duration -> Thread.sleep(duration));
  }

  StartBuildHandler(
      Environment environment, AmplifyApi amplify, Log log, Clock clock, Pause pause) {
    this.jobs =
        new BuildJobs(
            amplify, AmplifyBranch.of(environment.text("AMPLIFY_BRANCH_ARN")), clock, pause);
    this.log = log;
    this.clock = clock;
  }

  @Override
  public Map<String, String> handleRequest(Map<String, Object> event, Context context) {
    Log requestLog = log.with("requestId", context.getAwsRequestId());
    Instant end =
        clock
            .instant()
            .plus(Duration.ofMillis(context.getRemainingTimeInMillis()))
            .minus(AwsClients.REPORTING_TIME);
    try {
      String jobId = jobs.start(end, requestLog);
      requestLog.with("jobId", jobId).info("Build started");
      return Map.of("jobId", jobId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the build was started", e);
    }
  }
}
