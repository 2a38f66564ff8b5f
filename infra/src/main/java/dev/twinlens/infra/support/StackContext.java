package dev.twinlens.infra.support;

import com.pulumi.Context;
import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.Provider;
import com.pulumi.aws.inputs.GetCallerIdentityArgs;
import com.pulumi.aws.inputs.GetRegionArgs;
import com.pulumi.aws.outputs.GetCallerIdentityResult;
import com.pulumi.aws.outputs.GetRegionResult;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import dev.twinlens.infra.settings.Settings;
import java.util.Map;
import java.util.Optional;

/**
 * The stack that a component belongs to.
 *
 * @param id the stack's name among all of an account
 * @param tags the tags of the stack's resources
 * @param accountId the AWS account
 * @param region the AWS region
 * @param logRetentionDays days that logs are kept
 * @param protectData whether stored data is protected from deletion
 * @param permissionsBoundary the ARN of the policy that bounds every role
 */
public record StackContext(
    String id,
    Map<String, String> tags,
    Output<String> accountId,
    Output<String> region,
    int logRetentionDays,
    boolean protectData,
    Optional<String> permissionsBoundary) {

  /** The stack that the program runs for, with the account and the region of the provider. */
  public static StackContext of(Context context, Provider aws, Settings.Governance governance) {
    var options = InvokeOptions.builder().provider(aws).build();
    return new StackContext(
        context.projectName() + "-" + context.stackName(),
        tags(context),
        AwsFunctions.getCallerIdentity(GetCallerIdentityArgs.Empty, options)
            .applyValue(GetCallerIdentityResult::accountId),
        AwsFunctions.getRegion(GetRegionArgs.Empty, options).applyValue(GetRegionResult::name),
        governance.logDays(),
        governance.protectData(),
        governance.permissionsBoundary());
  }

  public static Map<String, String> tags(Context context) {
    return Map.of(
        "Project", context.projectName(), "Stack", context.stackName(), "ManagedBy", "Pulumi");
  }
}
