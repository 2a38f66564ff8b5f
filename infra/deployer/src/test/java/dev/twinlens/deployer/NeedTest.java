package dev.twinlens.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeedTest {
  private static final Map<String, Object> QUEUES =
      Map.of(
          "sid", "Queues",
          "resource", List.of("arn:aws:sqs:{region}:{account}:{name}"),
          "create", List.of("sqs:CreateQueue"),
          "delete", List.of("sqs:DeleteQueue"));

  private static Need need(Map<String, Object> changes) {
    var entry = new HashMap<>(QUEUES);
    changes.forEach(
        (key, value) -> {
          if (value.equals("")) {
            entry.remove(key);
          } else {
            entry.put(key, value);
          }
        });
    return Need.from("messaging", entry, "aws.yaml: a queue");
  }

  private static void refuses(Map<String, Object> changes, String because) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> need(changes))
        .withMessageContaining("aws.yaml: a queue")
        .withMessageContaining(because);
  }

  @Test
  void takesTheActionsOfAllSteps() {
    assertThat(need(Map.of()).actions()).containsExactly("sqs:CreateQueue", "sqs:DeleteQueue");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "sqs:*", "sqs:Create*", "CreateQueue"})
  void refusesActionsThatAreNotExact(String action) {
    refuses(Map.of("create", List.of(action)), "has no action without wildcard");
  }

  @Test
  void refusesEverythingWithoutAReason() {
    refuses(Map.of("resource", "*"), "needs a reason");
    assertThat(need(Map.of("resource", "*", "because", "no ARN")).resources()).containsExactly("*");
  }

  @Test
  void refusesAReasonWhereThereIsNothingToExplain() {
    refuses(Map.of("because", "it is late"), "needs a reason");
  }

  @Test
  void refusesMisspeltKeys() {
    refuses(Map.of("creates", List.of("sqs:TagQueue")), "unknown key creates");
  }

  @Test
  void refusesAnEntryWithoutActions() {
    refuses(Map.of("create", "", "delete", ""), "names no action");
  }

  @Test
  void refusesASidThatIamWould() {
    refuses(Map.of("sid", "my queues"), "needs a sid");
  }
}
