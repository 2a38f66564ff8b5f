package dev.twinlens.runtime.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ConsumerTester;
import dev.twinlens.testing.LambdaContext;
import dev.twinlens.testing.StoredVersion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqsBatchTest {
  private final List<String> handled = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final SqsBatch batch =
      new SqsBatch("bucket", Log.to("test", lines::add), Clock.systemUTC(), this::handle);
  private final ConsumerTester consumer = new ConsumerTester(batch::handle);

  private Outcome handle(ObjectEvent created, Instant deadline, Log log) {
    return switch (created.key()) {
      case "bad", "bad key" -> throw new IllegalStateException("cannot");
      case "busy" -> new Outcome.Busy(Instant.EPOCH);
      case "done already" -> new Outcome.Skipped("already copied");
      case "deleted" -> new Outcome.ClearedUp();
      default -> {
        handled.add(created.key());
        yield new Outcome.Done();
      }
    };
  }

  @Test
  void handlesEveryRecordOfEveryMessage() {
    assertThat(consumer.failures(message("a", "b"), message("c"))).isEmpty();
    assertThat(handled).containsExactly("a", "b", "c");
  }

  @Test
  void reportsOnlyTheMessagesThatFailed() {
    assertThat(
            consumer.failures(
                message("a"), message("bad"), "garbage", message("busy"), message("b")))
        .containsExactly("m1", "m2", "m3");
    assertThat(handled).containsExactly("a", "b");
  }

  @Test
  void handlesTheRecordsBehindOneThatFailed() {
    assertThat(consumer.failures(message("bad", "a"))).containsExactly("m0");
    assertThat(handled).containsExactly("a");
  }

  @Test
  void ignoresTestMessages() {
    assertThat(
            consumer.failures(
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"bucket\"}"))
        .isEmpty();
  }

  @Test
  void rejectsEventsOfAnotherBucket() {
    assertThat(consumer.failures(new StoredVersion("other", "a", "v1", "01", 1)))
        .containsExactly("m0");
    assertThat(handled).isEmpty();
  }

  @Test
  void defersWhatTheTimeDoesNotSufficeFor() {
    LambdaContext context = new LambdaContext("r", Duration.ofSeconds(2));

    assertThat(consumer.failures(context, message("a"))).containsExactly("m0");
    assertThat(handled).isEmpty();
  }

  @Test
  void logsKeyAndRequestOfWhatFailed() {
    consumer.failures(message("bad key"));

    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "\"level\":\"ERROR\"",
                        "\"key\":\"bad key\"",
                        "\"requestId\":\"request-1\""));
  }

  @ParameterizedTest
  @CsvSource({
    "busy, WARN, Deferred: another worker holds the claim until 1970-01-01T00:00:00Z",
    "done already, INFO, Skipped: already copied",
    "deleted, INFO, Cleared up: the image was deleted while it was processed"
  })
  void logsWhatWasNotDone(String key, String level, String message) {
    consumer.failures(message(key));

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("\"level\":\"" + level + "\"", "\"message\":\"" + message + "\"");
  }

  private static String message(String... keys) {
    return StoredVersion.message(
        Arrays.stream(keys)
            .map(key -> new StoredVersion("bucket", key, "v1", "01", 1))
            .toArray(StoredVersion[]::new));
  }
}
