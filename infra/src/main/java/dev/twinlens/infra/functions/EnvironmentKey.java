package dev.twinlens.infra.functions;

import com.pulumi.aws.kms.Key;
import com.pulumi.aws.kms.KeyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.policy.Policies;
import dev.twinlens.infra.support.Partition;
import dev.twinlens.infra.support.StackContext;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * Encrypts the environment of one function. Creates a KMS key with a policy by which only that
 * function's role decrypts.
 */
final class EnvironmentKey extends ComponentResource {
  private final Key key;

  /**
   * What a caller decides.
   *
   * @param function the function whose environment it encrypts
   * @param roleArn the function's role
   * @param stack the stack that it belongs to
   */
  record Args(String function, Output<String> roleArn, StackContext stack) {}

  EnvironmentKey(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:EnvironmentKey", name, options);
    var stack = args.stack();
    key =
        new Key(
            name,
            KeyArgs.builder()
                .description("Encrypts the environment of the function " + args.function())
                .enableKeyRotation(true)
                // KMS's default and its minimum.
                .deletionWindowInDays(stack.protectData() ? 30 : 7)
                .policy(
                    Output.tuple(stack.accountId(), stack.region(), args.roleArn())
                        .applyValue(known -> policy(known.t1, known.t2, known.t3)))
                .build(),
            CustomResourceOptions.builder().parent(this).build());
    registerOutputs(Map.of("arn", arn()));
  }

  /**
   * The account's administrators manage the key but use it only through Lambda; the function
   * decrypts.
   */
  private static String policy(String accountId, String region, String roleArn) {
    var partition = Partition.of(region);
    var account = "arn:%s:iam::%s:root".formatted(partition.id(), accountId);
    return Policies.json(
        IamStatement.builder()
            .sid("Administer")
            .effect(IamEffect.ALLOW)
            .addPrincipal(IamPrincipalType.AWS, account)
            .actionIds(
                List.of(
                    "kms:CancelKeyDeletion",
                    "kms:DescribeKey",
                    "kms:DisableKey",
                    "kms:EnableKey",
                    "kms:EnableKeyRotation",
                    "kms:DisableKeyRotation",
                    "kms:GetKeyPolicy",
                    "kms:GetKeyRotationStatus",
                    "kms:ListGrants",
                    "kms:ListKeyPolicies",
                    "kms:ListResourceTags",
                    "kms:PutKeyPolicy",
                    "kms:RevokeGrant",
                    "kms:ScheduleKeyDeletion",
                    "kms:TagResource",
                    "kms:UntagResource",
                    "kms:UpdateKeyDescription"))
            .addResource("*")
            .build(),
        IamStatement.builder()
            .sid("ConfigureFunctions")
            .effect(IamEffect.ALLOW)
            .addPrincipal(IamPrincipalType.AWS, account)
            .actionIds(
                List.of("kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"))
            .addResource("*")
            .addCondition(
                IamConditionOperator.STRING_EQUALS,
                "kms:ViaService",
                partition.host("lambda", region))
            .build(),
        IamStatement.builder()
            .sid("Decrypt")
            .effect(IamEffect.ALLOW)
            .addPrincipal(IamPrincipalType.AWS, roleArn)
            .addAction("kms:Decrypt")
            .addResource("*")
            .build());
  }

  Output<String> arn() {
    return key.arn();
  }
}
