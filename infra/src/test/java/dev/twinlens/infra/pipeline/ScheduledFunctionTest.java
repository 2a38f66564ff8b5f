package dev.twinlens.infra.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pulumi.core.Output;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.functions.FunctionSpec;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScheduledFunctionTest {
  private static final String FUNCTION = FakeClouds.arn("lambda", "function:sweep-1a2b3c4");

  private static RecordedStack program;

  private static ScheduledFunction.Args args(Duration period) {
    return new ScheduledFunction.Args(
        new FunctionSpec(
            "sweep",
            "Nobody sweeps.",
            Duration.ofMinutes(5),
            256,
            Map.of("AT", Output.of("home")),
            Map.of(),
            List.of()),
        period,
        Recordings.stack());
  }

  @BeforeAll
  static void register() {
    program =
        Recordings.ofComponent(
            options -> new ScheduledFunction("sweep", args(Duration.ofMinutes(10)), options));
  }

  @Test
  void consistsOfFunctionRuleAndPermission() {
    assertThat(program.childrenOf("sweep"))
        .extracting(RecordedResource::toString)
        .contains(
            "twinlens:infra:JavaFunction sweep",
            "aws:cloudwatch/eventRule:EventRule sweep-schedule",
            "aws:cloudwatch/eventTarget:EventTarget sweep-schedule-target",
            "aws:lambda/permission:Permission sweep-schedule-invoke",
            "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig sweep-invocations");
  }

  @Test
  void firesAtItsPeriod() {
    assertThat(
            program
                .resource("aws:cloudwatch/eventRule:EventRule", "sweep-schedule")
                .input("scheduleExpression"))
        .isEqualTo("rate(10 minutes)");
    var target =
        program.resource("aws:cloudwatch/eventTarget:EventTarget", "sweep-schedule-target");
    assertThat(target.inputs())
        .isEqualTo(Map.of("rule", "sweep-schedule-1a2b3c4", "arn", FUNCTION));
    assertThat(target.dependencyNames()).contains("sweep-schedule-invoke", "sweep-invocations");
  }

  @Test
  void allowsOnlyItsRuleToInvokeTheFunction() {
    assertThat(
            program.resource("aws:lambda/permission:Permission", "sweep-schedule-invoke").inputs())
        .isEqualTo(
            Map.of(
                "action", "lambda:InvokeFunction",
                "function", "sweep-1a2b3c4",
                "principal", "events.amazonaws.com",
                "sourceArn", FakeClouds.arn("events", "rule/sweep-schedule-1a2b3c4")));
  }

  @Test
  void leavesAFailedEventToTheNextOne() {
    assertThat(
            program
                .resource(
                    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
                    "sweep-invocations")
                .inputs())
        .isEqualTo(
            Map.of(
                "functionName", "sweep-1a2b3c4",
                "maximumRetryAttempts", 0.0,
                "maximumEventAgeInSeconds", 600.0));
  }

  @Test
  void refusesAPeriodInWhichInvocationsOverlap() {
    assertThatThrownBy(() -> args(Duration.ofMinutes(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("longer than its period");
  }
}
