package dev.twinlens.infra.functions;

import com.pulumi.asset.FileArchive;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.lambda.Function;
import com.pulumi.aws.lambda.FunctionArgs;
import com.pulumi.aws.lambda.enums.Runtime;
import com.pulumi.aws.lambda.inputs.FunctionEnvironmentArgs;
import com.pulumi.aws.lambda.inputs.FunctionLoggingConfigArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.policy.Grant;
import dev.twinlens.infra.policy.Policies;
import dev.twinlens.infra.policy.Purpose;
import dev.twinlens.infra.support.Outputs;
import dev.twinlens.infra.support.StackContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * A Lambda function in Java. Creates the function, its role with one policy, its log group and, if
 * it has secrets, an {@link EnvironmentKey}.
 */
public final class JavaFunction extends ComponentResource {
  private final FunctionSpec spec;
  private final Function function;
  private final LogGroup logs;

  /**
   * What a caller decides.
   *
   * @param spec the function
   * @param stack the stack that it belongs to
   */
  public record Args(FunctionSpec spec, StackContext stack) {}

  public JavaFunction(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:JavaFunction", name, options);
    spec = args.spec();
    var child = CustomResourceOptions.builder().parent(this).build();

    logs =
        new LogGroup(
            name + "-logs",
            LogGroupArgs.builder().retentionInDays(args.stack().logRetentionDays()).build(),
            child);
    var roleArguments =
        RoleArgs.builder()
            .description("Role of the function " + name)
            .assumeRolePolicy(Policies.trust("lambda.amazonaws.com"));
    args.stack().permissionsBoundary().ifPresent(roleArguments::permissionsBoundary);
    var role = new Role(name + "-role", roleArguments.build(), child);
    var policy =
        new RolePolicy(
            name + "-policy",
            RolePolicyArgs.builder().role(role.name()).policy(policy(spec, logs)).build(),
            child);

    var arguments =
        FunctionArgs.builder()
            .description("Twinlens: " + spec.name())
            .runtime(Runtime.Java21)
            .architectures("arm64")
            .handler(spec.handler())
            .code(new FileArchive(spec.archive()))
            .memorySize(spec.memoryMiB())
            .timeout(Math.toIntExact(spec.timeout().toSeconds()))
            .role(role.arn())
            .environment(FunctionEnvironmentArgs.builder().variables(environment(spec)).build())
            // The functions write JSON lines themselves; Lambda's JSON format would wrap them.
            .loggingConfig(
                FunctionLoggingConfigArgs.builder()
                    .logFormat("Text")
                    .logGroup(logs.name())
                    .build());
    if (!spec.secrets().isEmpty()) {
      var key =
          new EnvironmentKey(
              name + "-key",
              new EnvironmentKey.Args(name, role.arn(), args.stack()),
              ComponentResourceOptions.builder().parent(this).build());
      arguments.kmsKeyArn(key.arn());
    }
    // After its policy: a function with an event source may be invoked immediately.
    function =
        new Function(
            name,
            arguments.build(),
            CustomResourceOptions.builder().parent(this).dependsOn(policy).build());

    registerOutputs(Map.of("arn", arn(), "functionName", functionName(), "logGroup", logGroup()));
  }

  private static Output<String> policy(FunctionSpec spec, LogGroup logs) {
    var grants = new ArrayList<>(spec.grants());
    grants.add(
        Grant.of(
            Purpose.WRITE_LOGS,
            logs.arn().applyValue(arn -> arn + ":log-stream:*"),
            "logs:CreateLogStream",
            "logs:PutLogEvents"));
    return Output.all(grants.stream().map(Grant::statement).toList()).applyValue(Policies::json);
  }

  private static Output<Map<String, String>> environment(FunctionSpec spec) {
    var variables = new HashMap<>(spec.environment());
    variables.putAll(spec.secrets());
    return Outputs.all(variables);
  }

  /** What it was made of. */
  public FunctionSpec spec() {
    return spec;
  }

  public Output<String> arn() {
    return function.arn();
  }

  /** The physical name. */
  public Output<String> functionName() {
    return function.name();
  }

  public Output<String> logGroup() {
    return logs.name();
  }
}
