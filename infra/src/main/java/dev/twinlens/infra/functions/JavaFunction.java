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
import dev.twinlens.infra.support.Deployment;
import dev.twinlens.infra.support.Outputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** A Lambda function in Java with a role, a log group and, for its secrets, a key of its own. */
public final class JavaFunction extends ComponentResource {
  private final String name;
  private final Function function;
  private final LogGroup logs;

  /**
   * What a caller decides.
   *
   * @param spec the function
   * @param deployment where it runs
   */
  public record Args(FunctionSpec spec, Deployment deployment) {}

  public JavaFunction(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:JavaFunction", name, options);
    this.name = name;
    var spec = args.spec();
    var child = CustomResourceOptions.builder().parent(this).build();

    logs =
        new LogGroup(
            name + "-logs",
            LogGroupArgs.builder().retentionInDays(args.deployment().logRetentionDays()).build(),
            child);
    var role =
        new Role(
            name + "-role",
            RoleArgs.builder()
                .description("What the function " + name + " may do")
                .assumeRolePolicy(Policies.trust("lambda.amazonaws.com"))
                .build(),
            child);
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
            // Each line is JSON already, written by the function; the JSON format would wrap it.
            .loggingConfig(
                FunctionLoggingConfigArgs.builder()
                    .logFormat("Text")
                    .logGroup(logs.name())
                    .build());
    if (!spec.secrets().isEmpty()) {
      var key =
          new EnvironmentKey(
              name + "-key",
              new EnvironmentKey.Args(name, role.arn(), args.deployment()),
              ComponentResourceOptions.builder().parent(this).build());
      arguments.kmsKeyArn(key.arn());
    }
    // After its policy: a function that a queue feeds runs at once.
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
            "WriteLogs",
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

  /** The name that the program gave it, as opposed to the physical one. */
  public String logicalName() {
    return name;
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
