package dev.twinlens.local.deployment.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.deployment.resources.InputWithoutEffect;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessTableTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/classify";
  private static final String TABLE = "arn:aws:dynamodb:eu-west-1:000000000000:table/images";

  private final AccessControl access =
      new AccessControl(
          "arn:aws:iam::000000000000:user/administrator",
          Clock.fixed(Instant.parse("2026-11-27T10:00:00Z"), ZoneOffset.UTC));

  private List<InputWithoutEffect> inputs = List.of();

  AccessTableTest() {
    access.putPolicy(
        ROLE,
        "work",
        """
        {"Version": "2012-10-17", "Statement": [{"Sid": "Record", "Effect": "Allow",
          "Action": ["dynamodb:GetItem", "dynamodb:UpdateItem"], "Resource": "%s"}]}
        """
            .formatted(TABLE));
  }

  @Test
  void showsWhichGrantsWereUsed() {
    call("dynamodb:GetItem");
    call("dynamodb:GetItem");

    assertThat(printed())
        .contains("Since 2026-11-27T10:00:00Z", "iam:role/classify")
        .containsPattern("Record +dynamodb:GetItem +2x +dynamodb:table/images")
        .containsPattern("Record +dynamodb:UpdateItem +unused +dynamodb:table/images")
        .contains("2 grants: 1 unused, 0 wider than their use. 0 calls denied.");
    assertThat(table().clean()).isFalse();
  }

  @Test
  void showsDeniedCallsWithTheStatementThatWouldAllowThem() {
    call("dynamodb:DeleteItem");

    assertThat(printed())
        .contains(
            "dynamodb:DeleteItem on " + TABLE + " (1x, last 2026-11-27T10:00:00Z)",
            "no statement allows dynamodb:DeleteItem",
            "needed: {\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                + "\"Action\":\"dynamodb:DeleteItem\",\"Resource\":\""
                + TABLE
                + "\"}}",
            "1 calls denied.");
    assertThat(table().clean()).isFalse();
  }

  @Test
  void isCleanWhenAllIsUsedAndNothingDenied() {
    call("dynamodb:GetItem");
    call("dynamodb:UpdateItem");

    assertThat(table().clean()).isTrue();
    assertThat(printed()).contains("2 grants: 0 unused, 0 wider than their use. 0 calls denied.");
  }

  @Test
  void listsInputsWithoutEffectWithTheirReason() {
    call("dynamodb:GetItem");
    call("dynamodb:UpdateItem");
    inputs =
        List.of(
            new InputWithoutEffect("aws:iam/role:Role", "description", "for people"),
            new InputWithoutEffect("aws:sqs/queue:Queue", "sqsManagedSseEnabled", "not encrypted"),
            new InputWithoutEffect("aws:sqs/queue:Queue", "tags", "not billed"));

    assertThat(printed())
        .contains("Inputs of the program without effect on this machine")
        .containsPattern("aws:iam/role:Role\\s+description +for people\\s+aws:sqs/queue:Queue")
        .containsPattern("Queue\\s+sqsManagedSseEnabled +not encrypted\\s+tags +not billed");
    assertThat(table().clean()).isTrue();
  }

  private void call(String action) {
    var unused = access.decide(new Request(new Principal.Aws(ROLE), action, TABLE, Map.of()));
  }

  private AccessTable table() {
    return new AccessTable(access.report(), inputs);
  }

  private String printed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    table().print(new PrintStream(bytes, /* autoFlush= */ true, UTF_8));
    return bytes.toString(UTF_8);
  }
}
