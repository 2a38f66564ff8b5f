package dev.twinlens.startbuild;

import dev.twinlens.runtime.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The builds of one branch. */
final class BuildJobs {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final AmplifyApi amplify;
  private final AmplifyBranch branch;
  private final Clock clock;
  private final Pause pause;

  BuildJobs(AmplifyApi amplify, AmplifyBranch branch, Clock clock, Pause pause) {
    this.amplify = amplify;
    this.branch = branch;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Starts a build of the branch's last commit.
   *
   * @param end until when it is tried again
   * @return the job's id
   * @throws RefusedException when Amplify refuses for good, or until the end
   * @throws UncheckedIOException when it does not respond until the end
   */
  String start(Instant end, Log log) throws InterruptedException {
    while (true) {
      try {
        return amplify.startJob(branch);
      } catch (RefusedException refusal) {
        if (!refusal.isForNow()) {
          throw refusal;
        }
        waitFor(refusal, end, log);
      } catch (IOException silence) {
        waitFor(new UncheckedIOException("Amplify did not respond", silence), end, log);
      }
    }
  }

  private void waitFor(RuntimeException failure, Instant end, Log log) throws InterruptedException {
    if (clock.instant().plus(PAUSE).isAfter(end)) {
      throw failure;
    }
    log.with("reason", String.valueOf(failure.getMessage())).info("Build not started yet");
    pause.take(PAUSE);
  }
}
