package dev.twinlens.local.services.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InjectedFaultsTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InjectedFaults faults = new InjectedFaults(now::get, new Random(1));

  @Test
  void areOffUnlessTheEnvironmentOpensTheDoor() {
    assertThat(InjectedFaults.allowedBy(Map.of())).isEmpty();
    assertThat(InjectedFaults.allowedBy(Map.of("TWINLENS_FAULTS", "0"))).isEmpty();
    assertThat(InjectedFaults.allowedBy(Map.of("TWINLENS_FAULTS", "1"))).isPresent();
  }

  @Test
  void throttlesAShareOfOneService() throws JsonProcessingException {
    set("{'seconds': 5, 'throttle': {'dynamodb': 0.5}}");

    assertThat(IntStream.range(0, 1000).filter(call -> faults.throttlesNext("dynamodb")).count())
        .isBetween(400L, 600L);
    assertThat(faults.throttlesNext("rekognition")).isFalse();
  }

  @Test
  void endsByItself() throws JsonProcessingException {
    set("{'seconds': 5, 'throttle': {'dynamodb': 1}, 'deliver': {'twice': 1, 'late': 1}}");
    assertThat(faults.throttlesNext("dynamodb")).isTrue();

    now.set(Instant.EPOCH.plusSeconds(5));

    assertThat(faults.throttlesNext("dynamodb")).isFalse();
    assertThat(faults.delays()).containsExactly(Duration.ZERO);
  }

  @Test
  void deliversTwiceAndLate() throws JsonProcessingException {
    set("{'seconds': 5, 'deliver': {'twice': 1, 'late': 1}}");

    assertThat(faults.delays()).hasSize(2).allMatch(Duration::isPositive);
  }

  @Test
  void replacesWhatWasInEffect() throws JsonProcessingException {
    set("{'seconds': 5, 'throttle': {'dynamodb': 1}}");
    set("{'seconds': 5, 'throttle': {'rekognition': 1}}");

    assertThat(faults.throttlesNext("dynamodb")).isFalse();
    assertThat(faults.throttlesNext("rekognition")).isTrue();
  }

  private void set(String json) throws JsonProcessingException {
    faults.set(new ObjectMapper().readTree(json.replace('\'', '"')));
  }
}
