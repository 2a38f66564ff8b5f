package dev.twinlens.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class Slf4jProviderTest {
  private final List<String> lines = new ArrayList<>();
  private final Logger logger = new Slf4jLogger("sdk.Retry", Log.to("classify", lines::add));

  @Test
  void isTheProviderThatSlf4jFinds() {
    assertThat(LoggerFactory.getLogger("sdk.Retry")).isInstanceOf(Slf4jLogger.class);
  }

  @Test
  void logsWarningsAndErrorsWithTheirCause() throws MalformedJsonException {
    logger.warn("Retrying {} of {}", 2, 3);
    logger.error("Gave up at https://azure/x?sig=secret", new IllegalStateException("broken"));

    assertThat(lines).hasSize(2);
    assertThat(Json.object(lines.get(0)))
        .containsEntry("level", "WARN")
        .containsEntry("function", "classify")
        .containsEntry("logger", "sdk.Retry")
        .containsEntry("message", "Retrying 2 of 3")
        .doesNotContainKey("error");
    assertThat(Json.object(lines.get(1)))
        .containsEntry("level", "ERROR")
        .extractingByKey("error")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("message", "broken");
    assertThat(lines.get(1)).contains("sig=REDACTED").doesNotContain("secret");
  }

  @Test
  void leavesOutWhatIsLessThanAWarning() {
    logger.info("Connected");
    logger.debug("Connecting");
    logger.trace("Bytes");

    assertThat(lines).isEmpty();
    assertThat(Map.of("info", logger.isInfoEnabled(), "debug", logger.isDebugEnabled()))
        .doesNotContainValue(true);
  }
}
