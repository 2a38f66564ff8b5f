package dev.twinlens.local.eventbridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Time is the test's own, so each rule fires exactly when it says. */
class EventBridgeTest {
  private static final String RULE = "arn:aws:events:eu-central-1:000000000000:rule/audit";
  private static final String FUNCTION = "arn:aws:lambda:eu-central-1:000000000000:function:audit";

  private final List<String> sent = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-30T10:00:00Z");
  @TempDir private Path folder;
  private EventBridge eventBridge;

  @BeforeEach
  void declareRule() {
    eventBridge = restarted();
  }

  @AfterEach
  void close() {
    eventBridge.close();
  }

  private EventBridge restarted() {
    EventBridge started = new EventBridge(this::send, folder.resolve("rules.json"), () -> now);
    started.putRule("audit", RULE, "rate(15 minutes)");
    started.putTarget("audit", FUNCTION);
    started.declare();
    return started;
  }

  private CompletableFuture<Void> send(String targetArn, String ruleArn, byte[] event) {
    sent.add(ruleArn + " > " + targetArn);
    events.add(new String(event, UTF_8));
    return CompletableFuture.failedFuture(new IllegalStateException("the target failed"));
  }

  private void pass(Duration time) {
    now = now.plus(time);
    eventBridge.fireDue();
  }

  @Test
  void doesNotFireBeforeTheFirstPeriodEnds() {
    pass(Duration.ZERO);
    pass(Duration.ofMinutes(15).minusMillis(1));

    assertThat(sent).isEmpty();
  }

  @Test
  void firesOnceInEachPeriodAlsoWhenItsTargetFails() {
    for (int second = 0; second < 45 * 60; second++) {
      pass(Duration.ofSeconds(1));
    }

    assertThat(sent).hasSize(3).containsOnly(RULE + " > " + FUNCTION);
  }

  @Test
  void sendsAScheduledEvent() throws JsonProcessingException {
    pass(Duration.ofMinutes(15).plusMillis(250));

    JsonNode event = new JsonMapper().readTree(events.get(0));
    assertThat(event.get("id").textValue()).isNotEmpty();
    assertThat(event.get("detail-type").textValue()).isEqualTo("Scheduled Event");
    assertThat(event.get("source").textValue()).isEqualTo("aws.events");
    assertThat(event.get("account").textValue()).isEqualTo("000000000000");
    assertThat(event.get("region").textValue()).isEqualTo("eu-central-1");
    assertThat(event.get("time").textValue()).isEqualTo("2026-11-30T10:15:00Z");
    assertThat(event.get("resources").get(0).textValue()).isEqualTo(RULE);
  }

  @Test
  void remembersItsLastFiring() {
    pass(Duration.ofMinutes(10));
    eventBridge.close();
    eventBridge = restarted();

    pass(Duration.ofMinutes(4));
    assertThat(sent).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(sent).hasSize(1);
  }

  @Test
  void firesOnceForEverythingThatItMissed() {
    eventBridge.close();
    now = now.plus(Duration.ofDays(3));
    eventBridge = restarted();

    pass(Duration.ZERO);
    pass(Duration.ofMinutes(14));

    assertThat(sent).hasSize(1);
  }

  @Test
  void beginsAgainForARuleThatWasRemoved() {
    eventBridge.close();
    EventBridge without = new EventBridge(this::send, folder.resolve("rules.json"), () -> now);
    without.declare();
    without.close();
    now = now.plus(Duration.ofMinutes(20));
    eventBridge = restarted();

    pass(Duration.ofMinutes(14));

    assertThat(sent).isEmpty();
  }

  @Test
  void beginsAPeriodWhenItIsFiredByHand() {
    pass(Duration.ofMinutes(10));
    eventBridge.fireAll();
    pass(Duration.ofMinutes(14));

    assertThat(sent).hasSize(1);
  }

  @Test
  void rejectsATargetOfNoRule() {
    assertThatThrownBy(() -> eventBridge.putTarget("other", FUNCTION))
        .hasMessage("Rule other does not exist.");
  }

  @ParameterizedTest
  @CsvSource({
    "rate(1 minute), PT1M",
    "rate(15 minutes), PT15M",
    "rate(1 hour), PT1H",
    "rate(2 days), PT48H"
  })
  void readsRates(String expression, Duration period) {
    assertThat(RateExpression.parse(expression)).isEqualTo(period);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 minutes)",
        "rate(5 seconds)",
        "cron(0 12 * * ? *)",
        ""
      })
  void rejectsOtherExpressions(String expression) {
    assertThatThrownBy(() -> RateExpression.parse(expression))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
