package dev.twinlens.local.lambda;

import dev.twinlens.local.iam.ResourcePolicy;
import java.util.Optional;

/**
 * What a function acts as, and what has to agree to that.
 *
 * @param arn the role's ARN
 * @param trust the role's trust policy: who may take the role on
 * @param environmentKey the key's policy where the variables are encrypted under a key of the
 *     account's own
 * @param logGroup the name of the log group that the function writes to
 * @param logGroupArn its ARN, without {@code :*} at its end
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html">Lambda
 *     execution role</a>
 */
public record ExecutionRole(
    String arn,
    ResourcePolicy trust,
    Optional<ResourcePolicy> environmentKey,
    String logGroup,
    String logGroupArn) {}
