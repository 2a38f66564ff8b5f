package dev.twinlens.infra.support;

import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.Provider;
import com.pulumi.aws.inputs.GetCallerIdentityArgs;
import com.pulumi.aws.inputs.GetRegionArgs;
import com.pulumi.aws.outputs.GetCallerIdentityResult;
import com.pulumi.aws.outputs.GetRegionResult;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import dev.twinlens.infra.settings.Settings;

/**
 * Where the stack lives and how it keeps things: what nearly every component needs to know.
 *
 * @param accountId the AWS account
 * @param region the AWS region
 * @param logRetentionDays days that logs are kept
 * @param protectData whether stored data is protected from deletion
 */
public record Deployment(
    Output<String> accountId, Output<String> region, int logRetentionDays, boolean protectData) {

  public static Deployment of(Provider aws, Settings settings) {
    var options = InvokeOptions.builder().provider(aws).build();
    return new Deployment(
        AwsFunctions.getCallerIdentity(GetCallerIdentityArgs.Empty, options)
            .applyValue(GetCallerIdentityResult::accountId),
        AwsFunctions.getRegion(GetRegionArgs.Empty, options).applyValue(GetRegionResult::name),
        settings.logRetentionDays(),
        settings.protectData());
  }
}
