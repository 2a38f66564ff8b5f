package dev.twinlens.infra.policy;

import com.pulumi.core.Output;
import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * One thing that a function may do: one statement of its role's policy.
 *
 * @param sid what it is for, as the statement's identifier (letters and digits)
 * @param actions IAM actions
 * @param resources the ARNs that they are allowed on
 */
public record Grant(String sid, List<String> actions, Output<List<String>> resources) {
  public Grant {
    actions = List.copyOf(actions);
  }

  public static Grant of(String sid, Output<String> resource, String... actions) {
    return new Grant(sid, List.of(actions), resource.applyValue(List::of));
  }

  /** For the actions that AWS cannot restrict to a resource. */
  public static Grant onEverything(String sid, String... actions) {
    return of(sid, Output.of("*"), actions);
  }

  public Output<IamStatement> statement() {
    return resources.applyValue(
        arns ->
            IamStatement.builder()
                .sid(sid)
                .effect(IamEffect.ALLOW)
                .actionIds(actions)
                .resourceIds(arns)
                .build());
  }
}
