package dev.twinlens.infra.site;

import com.pulumi.aws.amplify.Branch;
import com.pulumi.aws.lambda.Invocation;
import com.pulumi.aws.lambda.InvocationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.functions.Functions;
import dev.twinlens.infra.functions.JavaFunction;
import dev.twinlens.infra.support.JsonString;
import dev.twinlens.infra.support.Sha256;
import dev.twinlens.infra.support.StackContext;
import java.util.Map;

/**
 * Builds the page when something else than a push has changed it: on the first deployment, and when
 * the branch's variables or the app's specification have changed. No resource of Pulumi starts a
 * build, so this creates a {@link JavaFunction} that does, and invokes it. An invocation that fails
 * fails the deployment, and the next one repeats it.
 */
final class SiteBuild extends ComponentResource {
  /**
   * What a caller decides.
   *
   * @param branch the branch that is built
   * @param variables of the branch
   * @param stack the stack that it belongs to
   */
  record Args(Branch branch, Output<Map<String, String>> variables, StackContext stack) {}

  SiteBuild(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:SiteBuild", name, options);
    var spec = Functions.startBuild(args.branch().arn());
    var function =
        new JavaFunction(
            spec.name(),
            new JavaFunction.Args(spec, args.stack()),
            ComponentResourceOptions.builder().parent(this).build());
    // A change of a trigger replaces the invocation, and creating one invokes.
    new Invocation(
        name + "-start",
        InvocationArgs.builder()
            .functionName(function.functionName())
            .input("{}")
            .triggers(
                args.variables()
                    .applyValue(
                        variables ->
                            Map.of(
                                "recipe", Sha256.of(AmplifyApp.recipe()),
                                "variables", Sha256.of(JsonString.write(variables)))))
            .build(),
        CustomResourceOptions.builder().parent(this).dependsOn(args.branch()).build());
    registerOutputs(Map.of("functionName", function.functionName()));
  }
}
