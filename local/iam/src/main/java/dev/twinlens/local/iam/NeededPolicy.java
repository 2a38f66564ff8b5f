package dev.twinlens.local.iam;

import java.util.Optional;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** The smallest policy that would have allowed a call, and where to attach it. */
final class NeededPolicy {
  private NeededPolicy() {}

  /**
   * An identity of the account needs it among its own policies, a service in the resource's policy.
   * Empty for an anonymous caller: nobody should open a resource to everyone for one call.
   */
  static Optional<String> of(Request request, Optional<ResourcePolicy> resourcePolicy) {
    return request.principal() instanceof Principal.Aws
        ? Optional.of(json(statement(request)))
        : resourcePolicy.flatMap(policy -> in(policy, request));
  }

  /** As the resource's policy needs it, regardless of the caller's own policies. */
  static Optional<String> in(ResourcePolicy policy, Request request) {
    return principal(request.principal())
        .map(
            principal ->
                json(statement(request).addPrincipal(principal))
                    + " in "
                    + PolicyName.ofResource(policy.resource()));
  }

  private static Optional<IamPrincipal> principal(Principal principal) {
    return switch (principal) {
      case Principal.Aws aws -> Optional.of(IamPrincipal.create(IamPrincipalType.AWS, aws.arn()));
      case Principal.Service service ->
          Optional.of(IamPrincipal.create(IamPrincipalType.SERVICE, service.host()));
      case Principal.Anonymous anonymous -> Optional.empty();
    };
  }

  private static IamStatement.Builder statement(Request request) {
    IamStatement.Builder statement =
        IamStatement.builder().effect(IamEffect.ALLOW).addAction(request.action());
    // A role's trust policy applies to the role and cannot name a resource.
    return request.action().equals("sts:AssumeRole")
        ? statement
        : statement.addResource(request.resource());
  }

  private static String json(IamStatement.Builder statement) {
    return IamPolicy.builder().addStatement(statement.build()).build().toJson();
  }
}
