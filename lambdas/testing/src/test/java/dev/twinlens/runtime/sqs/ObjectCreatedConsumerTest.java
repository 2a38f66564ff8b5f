package dev.twinlens.runtime.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.claims.BusyException;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.LambdaContext;
import dev.twinlens.testing.S3Events;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObjectCreatedConsumerTest {
  private final List<String> handled = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final ObjectCreatedConsumer consumer =
      new ObjectCreatedConsumer("bucket", Log.to("test", lines::add), Clock.systemUTC()) {
        @Override
        protected void handle(ObjectCreated created, Instant deadline, Log log) {
          if (created.key().startsWith("bad")) {
            throw new IllegalStateException("cannot");
          }
          if (created.key().startsWith("busy")) {
            throw new BusyException(deadline);
          }
          handled.add(created.key());
        }
      };

  @Test
  void handlesEveryRecordOfEveryMessage() {
    assertThat(failures(message("a", "b"), message("c"))).isEmpty();
    assertThat(handled).containsExactly("a", "b", "c");
  }

  @Test
  void reportsOnlyTheMessagesThatFailed() {
    assertThat(failures(message("a"), message("bad"), "garbage", message("busy"), message("b")))
        .containsExactly("m1", "m2", "m3");
    assertThat(handled).containsExactly("a", "b");
  }

  @Test
  void handlesTheRecordsBehindOneThatFailed() {
    assertThat(failures(message("bad", "a"))).containsExactly("m0");
    assertThat(handled).containsExactly("a");
  }

  @Test
  void isDoneWithTestMessages() {
    assertThat(
            failures(
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"bucket\"}"))
        .isEmpty();
  }

  @Test
  void refusesEventsOfAnotherBucket() {
    assertThat(failures(S3Events.message(S3Events.created("other", "a", "v1", "01", 1))))
        .containsExactly("m0");
    assertThat(handled).isEmpty();
  }

  @Test
  void leavesForLaterWhatTheTimeDoesNotSufficeFor() {
    SQSBatchResponse response =
        consumer.handleRequest(
            S3Events.batch(message("a")), new LambdaContext("r", Duration.ofSeconds(2)));

    assertThat(response.getBatchItemFailures()).hasSize(1);
    assertThat(handled).isEmpty();
  }

  @Test
  void logsKeyAndRequestOfWhatFailed() {
    failures(message("bad key"));

    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "\"level\":\"ERROR\"",
                        "\"key\":\"bad key\"",
                        "\"requestId\":\"request-1\""));
  }

  private List<String> failures(String... bodies) {
    SQSEvent batch = S3Events.batch(bodies);
    return consumer.handleRequest(batch, LambdaContext.create()).getBatchItemFailures().stream()
        .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  private static String message(String... keys) {
    return S3Events.message(
        java.util.Arrays.stream(keys)
            .map(key -> S3Events.created("bucket", key, "v1", "01", 1))
            .toArray(ObjectCreated[]::new));
  }
}
