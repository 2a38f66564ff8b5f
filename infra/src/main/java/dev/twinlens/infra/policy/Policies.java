package dev.twinlens.infra.policy;

import com.pulumi.core.Output;
import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** Policies, and statements that several of them have. */
public final class Policies {
  private Policies() {}

  public static String json(IamStatement... statements) {
    return json(List.of(statements));
  }

  public static String json(List<IamStatement> statements) {
    return IamPolicy.builder().statements(statements).build().toJson();
  }

  /** The trust policy of a role that only the service may assume. */
  public static String trust(String service) {
    return json(
        IamStatement.builder()
            .effect(IamEffect.ALLOW)
            .addPrincipal(IamPrincipalType.SERVICE, service)
            .addAction("sts:AssumeRole")
            .build());
  }

  /** The policy of a resource that only allows what roles are granted, and only over TLS. */
  public static Output<String> tlsOnly(String action, Output<String> arn) {
    return arn.applyValue(known -> json(denyInsecureTransport(action, List.of(known))));
  }

  /** Denies requests that do not use TLS. */
  public static IamStatement denyInsecureTransport(String action, List<String> resources) {
    return IamStatement.builder()
        .sid("DenyInsecureTransport")
        .effect(IamEffect.DENY)
        .addPrincipal(IamPrincipal.ALL)
        .addAction(action)
        .resourceIds(resources)
        .addCondition(IamConditionOperator.BOOL, "aws:SecureTransport", "false")
        .build();
  }

  /**
   * Allows an AWS service to act, but only on behalf of one resource.
   *
   * @param sourceArn the resource that the service must act for
   */
  public static IamStatement.Builder allowService(
      String sid, String service, String action, String resource, String sourceArn) {
    return IamStatement.builder()
        .sid(sid)
        .effect(IamEffect.ALLOW)
        .addPrincipal(IamPrincipalType.SERVICE, service)
        .addAction(action)
        .addResource(resource)
        .addCondition(IamConditionOperator.ARN_EQUALS, "aws:SourceArn", sourceArn);
  }
}
