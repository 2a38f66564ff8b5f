package dev.twinlens.startbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.twinlens.runtime.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildJobsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final AmplifyBranch BRANCH =
      AmplifyBranch.of("arn:aws:amplify:eu-west-1:123456789012:apps/d123/branches/main");

  private final List<Duration> pauses = new ArrayList<>();
  private AmplifyStandIn amplify;

  @BeforeEach
  void start() throws IOException {
    amplify = new AmplifyStandIn();
  }

  @AfterEach
  void stop() {
    amplify.close();
  }

  private String startJob(Duration patience) throws InterruptedException {
    BuildJobs jobs =
        new BuildJobs(amplify.api(), BRANCH, Clock.fixed(NOW, ZoneOffset.UTC), pauses::add);
    return jobs.start(NOW.plus(patience), Log.to("start-build", line -> {}));
  }

  @Test
  void buildsTheLastCommitOfTheBranch() throws Exception {
    assertThat(startJob(Duration.ofMinutes(1))).isEqualTo("7");
    assertThat(amplify.requests())
        .singleElement()
        .asString()
        .startsWith("POST /apps/d123/branches/main/jobs ")
        .contains("/eu-west-1/amplify/aws4_request", "\"jobType\":\"RELEASE\"");
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDeniedException, not authorized to perform: amplify:StartJob",
    "400, BadRequestException, The last job 6 was not finished",
    "400, LimitExceededException, The last job 6 was not finished",
    "429, TooManyRequestsException, slow down",
    "503, DependentServiceFailureException, later"
  })
  void waitsForWhatPasses(int status, String type, String message) throws Exception {
    amplify.refusing(3, status, type, message);
    assertThat(startJob(Duration.ofMinutes(1))).isEqualTo("7");
    assertThat(pauses).hasSize(3);
  }

  @Test
  void failsWhenItDoesNotPassInTime() {
    amplify.refusing(1, 403, "AccessDeniedException", "not authorized");
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> startJob(Duration.ofSeconds(4)))
        .withMessageContaining("not authorized");
    assertThat(pauses).isEmpty();
  }

  @Test
  void failsWhenAmplifyDoesNotRespond() {
    amplify.close();
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> startJob(Duration.ofSeconds(4)))
        .withMessage("Amplify did not respond");
  }

  @ParameterizedTest
  @CsvSource({
    "404, NotFoundException, Branch main does not exist",
    "400, BadRequestException, Repository cannot be cloned"
  })
  void failsAtOnceForWhatStays(int status, String type, String message) {
    amplify.refusing(1, status, type, message);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> startJob(Duration.ofMinutes(1)))
        .withMessageContaining(message);
    assertThat(pauses).isEmpty();
  }
}
