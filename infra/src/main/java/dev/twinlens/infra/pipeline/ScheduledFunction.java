package dev.twinlens.infra.pipeline;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.lambda.FunctionEventInvokeConfig;
import com.pulumi.aws.lambda.FunctionEventInvokeConfigArgs;
import com.pulumi.aws.lambda.Permission;
import com.pulumi.aws.lambda.PermissionArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.functions.FunctionSpec;
import dev.twinlens.infra.functions.JavaFunction;
import dev.twinlens.infra.support.StackContext;
import java.time.Duration;
import java.util.Map;

/**
 * A function that EventBridge invokes at a rate. Creates the {@link JavaFunction}, a rule with the
 * function as its target, the permission for that rule alone, and how Lambda treats its events.
 *
 * <p>A rule needs no role, which a schedule of EventBridge Scheduler would.
 */
public final class ScheduledFunction extends ComponentResource {
  private final JavaFunction function;
  private final Duration period;

  /**
   * What a caller decides.
   *
   * @param function the function; its event is a scheduled event
   * @param period the time between two invocations, in whole minutes, at least two
   * @param stack the stack that it belongs to
   */
  public record Args(FunctionSpec function, Duration period, StackContext stack) {
    public Args {
      // The function's timeout ends an invocation before the next one starts.
      if (function.timeout().compareTo(period) > 0) {
        throw new IllegalArgumentException(
            "%s may run for %s, which is longer than its period %s"
                .formatted(function.name(), function.timeout(), period));
      }
    }
  }

  public ScheduledFunction(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:ScheduledFunction", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    period = args.period();
    function =
        new JavaFunction(
            name,
            new JavaFunction.Args(args.function(), args.stack()),
            ComponentResourceOptions.builder().parent(this).build());
    // The next event comes soon. A retry would overlap it, and so would an event that waited
    // longer.
    var invocations =
        new FunctionEventInvokeConfig(
            name + "-invocations",
            FunctionEventInvokeConfigArgs.builder()
                .functionName(function.functionName())
                .maximumRetryAttempts(0)
                .maximumEventAgeInSeconds(Math.toIntExact(period.toSeconds()))
                .build(),
            child);
    var rule =
        new EventRule(
            name + "-schedule",
            EventRuleArgs.builder()
                .description("Invokes the function " + name)
                .scheduleExpression("rate(%d minutes)".formatted(period.toMinutes()))
                .build(),
            child);
    var permission =
        new Permission(
            name + "-schedule-invoke",
            PermissionArgs.builder()
                .action("lambda:InvokeFunction")
                .function(function.functionName())
                .principal("events.amazonaws.com")
                .sourceArn(rule.arn())
                .build(),
            child);
    new EventTarget(
        name + "-schedule-target",
        EventTargetArgs.builder().rule(rule.name()).arn(function.arn()).build(),
        CustomResourceOptions.builder().parent(this).dependsOn(permission, invocations).build());
    registerOutputs(Map.of("functionName", function.functionName()));
  }

  public JavaFunction function() {
    return function;
  }

  /** The time between two invocations. */
  public Duration period() {
    return period;
  }
}
