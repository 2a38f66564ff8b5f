package dev.twinlens.local.lambda;

import dev.twinlens.local.iam.ResourcePolicy;
import java.util.Optional;

/**
 * The role that a function acts as, with the policies that must allow it.
 *
 * @param arn the role's ARN
 * @param trust the role's trust policy: who may assume the role
 * @param environmentKey the policy of the customer managed key that encrypts the variables, if
 *     there is one
 * @param logGroup the name of the log group that the function writes to
 * @param logGroupArn its ARN, without {@code :*} at the end
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
