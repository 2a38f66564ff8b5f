package dev.twinlens.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchResponseTest {
  private static final Set<String> MESSAGES = Set.of("a", "b", "c");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "{\"batchItemFailures\": []}",
        "{\"batchItemFailures\": null}",
      })
  void treatsAnEmptyOrAbsentListAsASuccess(String payload) {
    assertThat(BatchResponse.parse(payload, MESSAGES))
        .isEqualTo(new BatchResponse.Failures(Set.of()));
  }

  @Test
  void namesTheMessagesThatFailed() {
    assertThat(
            BatchResponse.parse(
                "{\"batchItemFailures\": [{\"itemIdentifier\": \"a\"}, {\"itemIdentifier\": \"c\"}]}",
                MESSAGES))
        .isEqualTo(new BatchResponse.Failures(Set.of("a", "c")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oops",
        "\"ok\"",
        "[]",
        "{\"batchItemFailures\": \"a\"}",
        "{\"batchItemFailures\": [\"a\"]}",
        "{\"batchItemFailures\": [{\"itemIdentifier\": \"\"}]}",
        "{\"batchItemFailures\": [{\"itemIdentifier\": null}]}",
        "{\"batchItemFailures\": [{\"itemIdentifer\": \"a\"}]}",
        "{\"batchItemFailures\": [{\"itemIdentifier\": \"a\"}, {\"itemIdentifier\": \"z\"}]}",
      })
  void treatsAnInvalidResponseAsAFailureOfTheBatch(String payload) {
    assertThat(BatchResponse.parse(payload, MESSAGES)).isInstanceOf(BatchResponse.Invalid.class);
  }
}
